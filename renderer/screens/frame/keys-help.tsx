import { Modal } from '@mantine/core'
import { type Route, useRoute } from '../../core/router.ts'
import { text } from '../../text/en.ts'

type Group = (typeof text.keys.groups)[number]

/** The groups with those of the open screen first. */
function groupsFor(route: Route): readonly Group[] {
  const here = (group: Group) => route.screen === 'request' && group.of === route.step
  return [...text.keys.groups.filter(here), ...text.keys.groups.filter((group) => !here(group))]
}

/** Every key, in groups. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { route } = useRoute()
  return (
    <Modal opened={opened} onClose={onClose} title={text.keys.title} size="xl" closeButtonProps={{ 'aria-label': text.frame.close }}>
      <div className="keys-grid">
        {groupsFor(route).map((group) => (
          <section key={group.name} aria-label={group.name}>
            <h3>{group.name}</h3>
            <dl>
              {group.keys.map(([key, what]) => (
                <div key={key}>
                  <dt>{key}</dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
