#!/usr/bin/env node
import { keepCompiled } from '../compiled.mjs'

// Plain JavaScript up to here: a file of TypeScript that is read before the compiled program is at hand costs loading what strips its types. What is imported
// statically would be compiled before this runs.
keepCompiled()
await import('./desk.ts')
