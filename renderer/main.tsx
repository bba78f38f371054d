import '@fontsource-variable/inter'
import '@mantine/core/styles.css'
import './look/tokens.css'
import './look/base.css'
import { MantineProvider } from '@mantine/core'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { holdFocus } from './core/hold-focus.ts'
import { startRouter } from './core/router.ts'
import { theme } from './look/theme.ts'
import { Boundary } from './parts/boundary.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('assertion failed: the page has its root')
startRouter()
holdFocus()
// What a caught fault says may be words of a mail: only its kind is written to the console.
createRoot(root, { onCaughtError: (error) => console.error(error instanceof Error ? error.name : 'Error') }).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Boundary place="page" onReload={() => location.reload()}>
        <App />
      </Boundary>
    </MantineProvider>
  </StrictMode>,
)
