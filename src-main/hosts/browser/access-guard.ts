/** @file Decides who may talk to the browser host: whoever holds the token, through a name of this machine alone. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const TOKEN_BYTES = 32;

export type Verdict =
  | { readonly kind: "allowed" }
  /** The token of the printed address was right: exchange it for the cookie and go on at the clean address. */
  | { readonly kind: "exchange"; readonly cookie: string }
  | { readonly kind: "refused"; readonly status: 401 | 403; readonly message: string };

const ALLOWED: Verdict = { kind: "allowed" };

/** Browsers send cookies to every port of a machine, and pages of other ports count as the same site; so the port is
 * part of the cookie's name, and Host, Origin and Sec-Fetch-Site are looked at beside it. */
export class AccessGuard {
  readonly token = randomBytes(TOKEN_BYTES).toString("base64url");
  private readonly cookieName: string;
  private readonly hosts: readonly string[];

  constructor(port: number) {
    this.cookieName = `overread-${port}`;
    this.hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  }

  get address(): string {
    return `http://${this.hosts[0]}/?token=${this.token}`;
  }

  judgeRequest(request: IncomingMessage): Verdict {
    return this.findForeignHost(request) ?? this.findForeignPage(request) ?? this.judgeToken(request);
  }

  judgeUpgrade(request: IncomingMessage): Verdict {
    const foreign =
      this.findForeignHost(request) ?? this.findForeignOrigin(request, { isRequired: !this.hasBearer(request) });
    return foreign ?? (this.isKnown(request) ? ALLOWED : UNKNOWN);
  }

  /** A page elsewhere can point its own name at 127.0.0.1 (DNS rebinding); then Host is that name. */
  private findForeignHost({ headers }: IncomingMessage): Verdict | undefined {
    if (headers.host !== undefined && this.hosts.includes(headers.host)) return undefined;
    const found = headers.host ?? "nothing";
    return refused(403, `The address asked for was ${found}; Overread answers to ${this.hosts.join(" and ")} alone.`);
  }

  private findForeignPage(request: IncomingMessage): Verdict | undefined {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead) return this.findForeignOrigin(request, { isRequired: !this.hasBearer(request) });
    const site = request.headers["sec-fetch-site"];
    const isOwn = site === undefined || site === "same-origin" || site === "none";
    const isNavigation =
      request.headers["sec-fetch-mode"] === "navigate" && request.headers["sec-fetch-dest"] === "document";
    return isOwn || isNavigation ? undefined : refused(403, "Another page may not read from Overread.");
  }

  private findForeignOrigin(
    { headers }: IncomingMessage,
    { isRequired }: { isRequired: boolean },
  ): Verdict | undefined {
    const { origin } = headers;
    if (origin === undefined && !isRequired) return undefined;
    if (origin !== undefined && this.hosts.some((host) => origin === `http://${host}`)) return undefined;
    return refused(403, `The page at ${origin ?? "an unknown address"} may not talk to Overread.`);
  }

  private judgeToken(request: IncomingMessage): Verdict {
    const offered = tokenOfAddress(request);
    if (offered === undefined) return this.isKnown(request) ? ALLOWED : UNKNOWN;
    if (!this.isToken(offered)) return refused(403, "The token in the address is not that of this start of Overread.");
    return { kind: "exchange", cookie: `${this.cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/` };
  }

  private isKnown(request: IncomingMessage): boolean {
    return this.isToken(bearerOf(request)) || cookiesOf(request, this.cookieName).some((value) => this.isToken(value));
  }

  private hasBearer(request: IncomingMessage): boolean {
    return this.isToken(bearerOf(request));
  }

  /** Compares digests, which have one length, so that the time taken tells nothing. */
  private isToken(offered: string | undefined): boolean {
    return offered !== undefined && timingSafeEqual(digest(offered), digest(this.token));
  }
}

const UNKNOWN = refused(401, "Overread does not know this browser; open the address that it printed at its start.");

function refused(status: 401 | 403, message: string): Verdict {
  return { kind: "refused", status, message };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function tokenOfAddress({ method, url = "/" }: IncomingMessage): string | undefined {
  if (method !== "GET") return undefined;
  const query = url.startsWith("/?") ? new URLSearchParams(url.slice(2)) : undefined;
  return query?.get("token") ?? undefined;
}

function bearerOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer (?<token>\S+)$/u.exec(headers.authorization ?? "")?.groups?.["token"];
}

function cookiesOf({ headers }: IncomingMessage, name: string): readonly string[] {
  const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}
