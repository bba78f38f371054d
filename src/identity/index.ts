/**
 * identity: a data subject's names and addresses → every form in which they are written, and what the headers of an archive say of them. Only
 * proposals, each with its reason; nobody is ever merged on one name alone.
 */
export type { Alias, Seen } from './aliases.ts'
export { aliasesSeen } from './aliases.ts'
export type { Form, FormKind, Seeds } from './forms.ts'
export { formsOf, protectedForms } from './forms.ts'
