export declare function keepCompiled(): void
