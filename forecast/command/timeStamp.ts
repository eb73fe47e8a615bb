/** Date and time of day of ISO 8601; a space may stand for the T, as in many logs. */
const form =
    /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?<fraction>[.,]\d+)?)?(?:Z|(?<sign>[+-])(?<zoneHour>\d\d):?(?<zoneMinute>\d\d)?)?$/;

/** Seconds since 1970 of an ISO 8601 time, in UTC where it names no zone; undefined for what is none. */
export function timeStamp(text: string): number | undefined {
    const groups = form.exec(text)?.groups;
    if (!groups) return undefined;
    const part = (name: string): number => Number(groups[name] ?? 0);
    const [year, month, day] = [part("year"), part("month"), part("day")];
    const [hour, minute, second] = [part("hour"), part("minute"), part("second")];
    const midnight = new Date(Date.UTC(year, month - 1, day));
    // Date.UTC takes a 31st of February for a day in March.
    if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
    if (hour > 23 || minute > 59 || second > 59 || part("zoneHour") > 23 || part("zoneMinute") > 59) return undefined;
    const zone = (part("zoneHour") * 60 + part("zoneMinute")) * (groups["sign"] === "-" ? -60 : 60);
    const fraction = Number(`0${(groups["fraction"] ?? "").replace(",", ".")}`);
    return midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second - zone + fraction;
}
