import { Modal } from '@mantine/core'
import { text } from '../../text/en.ts'

/** Every key, in groups. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={text.keys.title} size="xl" closeButtonProps={{ 'aria-label': text.frame.close }}>
      <div className="keys-grid">
        {text.keys.groups.map((group) => (
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
