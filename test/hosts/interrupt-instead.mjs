import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'

/** Loaded before `desk`: at the checkpoint at which `DESK_KILL_AT` would have it die, Ctrl+C is pressed instead, certainly in the middle of the work. */
const { kill } = process
process.kill = (pid) => kill(pid, 'SIGINT')
syncBuiltinESMExports()
