/** Style sheets are bundled by Vite; only their effect is wanted. */
declare module '*.css'
declare module '@fontsource-variable/inter'
