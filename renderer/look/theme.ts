import { createTheme, type MantineColorsTuple } from '@mantine/core'
import { text } from '../text/en.ts'

const ink: MantineColorsTuple = [
  '#f1f5fa',
  '#e7eff8',
  '#cbdcee',
  '#a9c3e0',
  '#6f97c4',
  '#3d6ea6',
  '#1d4e89',
  '#163c6a',
  '#102d50',
  '#0b2039',
]
const gray: MantineColorsTuple = [
  '#f5f6f8',
  '#ebedf0',
  '#dcdfe4',
  '#c5cad1',
  '#868e99',
  '#6b747f',
  '#535c67',
  '#3f4751',
  '#2b323a',
  '#1c2128',
]
const red: MantineColorsTuple = [
  '#fcebe9',
  '#f7d3d0',
  '#eeb0ab',
  '#dd8e88',
  '#cc5f57',
  '#bb3d35',
  '#a8231b',
  '#8f1c15',
  '#72150f',
  '#540e0a',
]

/** Of the dark scheme: text first, then quieter text, edges of controls, and the grounds. */
const dark: MantineColorsTuple = [
  '#e6e9ee',
  '#cbd2da',
  '#aab3be',
  '#939ea9',
  '#7f8a97',
  '#272d36',
  '#1c2128',
  '#1c2128',
  '#15191f',
  '#0e1115',
]

const quick = { transitionProps: { duration: 100 } }

/** Controls of 32, 28 and 24 px. */
function buttonSize(size: unknown) {
  if (size === 'compact-xs') return { fontSize: 12, fontWeight: 500, height: 24, paddingInline: 8 }
  if (size === 'compact-sm') return { fontSize: 13, fontWeight: 500, height: 28, paddingInline: 8 }
  return { fontSize: 14, fontWeight: 500, height: 32, paddingInline: 12 }
}

/** The look for Mantine's parts: one accent, 4 px steps, small controls, no decoration, nothing that moves longer than 150 ms. */
export const theme = createTheme({
  primaryColor: 'ink',
  // White letters are read on it in both schemes, and it stands out from the dark paper, too.
  primaryShade: { light: 6, dark: 5 },
  colors: { ink, gray, red, dark },
  black: '#1c2128',
  fontFamily: "'Inter Variable', sans-serif",
  fontFamilyMonospace: 'ui-monospace, Consolas, "DejaVu Sans Mono", monospace',
  defaultRadius: 4,
  respectReducedMotion: true,
  focusRing: 'auto',
  cursorType: 'pointer',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  shadows: { xs: 'none', sm: 'none', md: '0 2px 8px rgb(28 33 40 / 16%)', lg: 'none', xl: '0 4px 16px rgb(28 33 40 / 20%)' },
  headings: { fontWeight: '600' },
  components: {
    Button: { defaultProps: { size: 'xs' }, styles: (_theme: unknown, props: { size?: unknown }) => ({ root: buttonSize(props.size) }) },
    TextInput: { defaultProps: { size: 'sm' } },
    // What was typed can be checked without a mouse, too.
    PasswordInput: {
      defaultProps: {
        size: 'sm',
        visibilityToggleFocusable: true,
        visibilityToggleButtonProps: { 'aria-label': text.start.showPassphrase },
      },
    },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', comboboxProps: quick } },
    TagsInput: { defaultProps: { size: 'sm', comboboxProps: quick } },
    Modal: {
      defaultProps: { centered: true, shadow: 'xl', padding: 'lg', ...quick, overlayProps: { backgroundOpacity: 0.35 } },
      styles: { title: { fontSize: 16, lineHeight: '24px', fontWeight: 600 }, header: { paddingBlock: 8, minHeight: 48 } },
    },
    Popover: { defaultProps: { shadow: 'md', ...quick } },
    Menu: { defaultProps: { shadow: 'md', ...quick } },
    Tooltip: { defaultProps: { openDelay: 400, ...quick } },
    Tabs: { defaultProps: { variant: 'default' }, styles: { tab: { padding: '8px 12px' } } },
  },
})
