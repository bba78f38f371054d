import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import './find.css'
import { Results } from './results.tsx'
import { TermsReport } from './terms-report.tsx'
import { Validation } from './validation.tsx'

/** Find: searching, what each term found, and a sample of what was left out. */
export function Find() {
  const { matter } = useMatter()
  const [tab, setTab] = useState<string | null>('results')
  return (
    <Tabs value={tab} onChange={setTab} keepMounted className="find-tabs">
      <Tabs.List aria-label={text.find.tabs} px={16}>
        <Tabs.Tab value="results">{text.find.results_tab}</Tabs.Tab>
        <Tabs.Tab value="terms">{text.find.terms_tab}</Tabs.Tab>
        <Tabs.Tab value="validation">{text.find.validation_tab}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="results" className="find-panel">
        <Results />
      </Tabs.Panel>
      <Tabs.Panel value="terms" className="find-panel">
        {tab === 'terms' && <TermsReport matter={matter} />}
      </Tabs.Panel>
      <Tabs.Panel value="validation" className="find-panel">
        {tab === 'validation' && <Validation matter={matter} />}
      </Tabs.Panel>
    </Tabs>
  )
}
