import '@fontsource-variable/inter'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './look/tokens.css'
import './look/base.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startRouter } from './core/router.ts'
import { theme } from './look/theme.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('assertion failed: the page has its root')
startRouter()
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} forceColorScheme="light">
      <Notifications position="bottom-center" limit={4} />
      <App />
    </MantineProvider>
  </StrictMode>,
)
