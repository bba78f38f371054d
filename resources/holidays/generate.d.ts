/** `MM-DD` of each public holiday by year. */
export declare function publicHolidays(country: string, region?: string): Map<number, string[]>;
export interface TableRegime {
    readonly label: string;
    /** The regime whose days also hold. */
    readonly extends: string | null;
    /** `MM-DD` separated by spaces, by year. */
    readonly days: Readonly<Record<string, string>>;
}
export interface HolidayTable {
    readonly version: string;
    readonly source: string;
    readonly readOn: string;
    readonly firstYear: number;
    readonly lastYear: number;
    readonly regimes: Readonly<Record<string, TableRegime>>;
}
/** The whole table; pure but for the package's data. */
export declare function holidayTable(readOn: string): HolidayTable;
