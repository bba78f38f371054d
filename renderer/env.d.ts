/** Style sheets are bundled by Vite; only their effect is wanted. */
declare module '*.css'
declare module '@fontsource-variable/inter'
declare module '*.woff2?url' {
  const address: string
  // biome-ignore lint/style/noDefaultExport: the form in which Vite gives the address of a file
  export default address
}
