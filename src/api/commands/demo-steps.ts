import type { z } from 'zod'
import type { Sample } from '../../jobs/index.ts'
import { sampleForms, sampleRequest } from '../../jobs/index.ts'
import type { Command } from '../command.ts'
import type { Context } from '../context.ts'
import { documentCommands } from './documents.ts'
import { identifyCommands } from './identify.ts'
import { matterCommands } from './matter.ts'
import { reviewCommands } from './review.ts'
import { searchCommands } from './search.ts'
import { sourceCommands } from './sources.ts'
import { workspaceCommands } from './workspace.ts'

const steps = {
  ...workspaceCommands,
  ...sourceCommands,
  ...searchCommands,
  ...documentCommands,
  ...matterCommands,
  ...identifyCommands,
  ...reviewCommands,
}
type Steps = typeof steps

/** One step of the demonstration: a command as anybody would call it. */
export type Say = <Name extends keyof Steps>(
  name: Name,
  input: z.input<Steps[Name]['input']>,
) => Promise<Awaited<ReturnType<Steps[Name]['handler']>>>

/** Steps within the asking session: its own handlers, its own rights. */
export function sayHere(context: Context): Say {
  return async (name, input) => {
    const entry = steps[name] as unknown as Command<z.ZodType, unknown>
    return (await entry.handler(context, entry.input.parse(input))) as never
  }
}

/** How long before today the sample request came. */
export const receivedDaysAgo = 14

/** Adds the sample's sources, opens its request, decides its forms and collects. Gives the request's id. */
export async function prepare(say: Say, sample: Sample, received: string): Promise<string> {
  for (const { path, custodian, label } of sample.sources) await say('source.add', { paths: [path], custodian, label })
  const { subject, emails, names, phones, identifiers, regime, reference } = sampleRequest
  const created = await say('matter.create', {
    subject,
    emails: [...emails],
    names: [...names],
    phones: [...phones],
    identifiers: [...identifiers],
    received,
    regime,
    reference,
  })
  // Some of them the officer adds, from asking around.
  for (const form of sampleForms) await say('matter.form', { matter: created.matter, ...form, unlisted: true })
  await say('matter.collect', { matter: created.matter })
  await say('review.suggest', { matter: created.matter })
  return created.matter
}
