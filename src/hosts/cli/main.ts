#!/usr/bin/env node
import { keepCompiled } from '../compiled.ts'

// What is imported statically would be compiled before this runs.
keepCompiled()
await import('./desk.ts')
