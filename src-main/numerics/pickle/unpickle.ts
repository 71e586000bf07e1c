/** @file A pickle machine that builds plain values and calls nothing but what its caller has allowed by name.
 *
 * Nothing of a pickle is executed: a name becomes a value of this program's own table, or the pickle is refused.
 * @see https://github.com/python/cpython/blob/main/Lib/pickletools.py for the opcodes */
import { Failure } from "../../../src-shared/domain/failure";
import { opcodes } from "./opcodes";
import { PickleMachine, type PickleRules } from "./pickle-machine";
import type { PickleReader } from "./pickle-reader";
import type { PickleValue } from "./pickle-values";

/** Reads one pickle, protocols 0 to 5, and leaves the reader behind it. Takes a bounded time and amount of memory,
 * whatever the bytes are.
 * @throws {Failure} `unsupported` when it is broken, or asks for a global that the rules do not allow. */
export function unpickle(reader: PickleReader, rules: PickleRules): PickleValue {
  const machine = new PickleMachine(reader, rules);
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const opcode = reader.byte();
    if (opcode === STOP) return machine.pop();
    const action = opcodes[opcode];
    if (!action) throw reader.broken(`the unknown opcode 0x${opcode.toString(16)}`, "a pickle's own were expected");
    action(machine);
  }
  throw new Failure("unsupported", `${reader.fileName} has a pickle of more than ${MOST_STEPS} steps; ${FEWER}.`);
}

const STOP = 0x2e;
/** Twenty times what a detector's checkpoint with its optimiser needs. */
const MOST_STEPS = 1_000_000;
const FEWER = "a state_dict needs some thirty for each tensor";
