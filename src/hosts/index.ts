/**
 * hosts: how people and programs reach the core. `cli` is the command line, `browser` the same page in the installed browser over loopback; the
 * desktop app is `electron/`, which shares what is exported here. A host carries; it decides nothing.
 */
export { listFolder } from './folder-list.ts'
export { frameFailure, frameRequest } from './frame-request.ts'
export { rememberWorkspace, workspaceToOffer } from './last-workspace.ts'
export { keepMemoryOutOfDumps } from './no-core-dump.ts'
export { pageFile, pagePolicy } from './page-files.ts'
export { systemServices } from './system-services.ts'
