/** @file Tells zod not to compile its checks: the page's policy forbids eval, and zod's probe for it would be reported.
 *
 * Has to be evaluated before the first schema is made, so it is the first import of the page. */
import { config } from "zod";

config({ jitless: true });
