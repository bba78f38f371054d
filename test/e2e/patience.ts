/**
 * Longest time to wait for what comes as soon as the machine has the time, in milliseconds: much longer than anything takes, since the suite may run beside
 * whatever else does. Only what never comes takes so long.
 */
export const patienceMs = 180_000
