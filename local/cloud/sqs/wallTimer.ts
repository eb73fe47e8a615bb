/** Runs `action` after so many milliseconds of wall time; the returned function calls that off. */
export type WallTimer = (milliseconds: number, action: () => void) => () => void;

/** @param keepsProcess whether a timer that is waited for keeps the process from ending */
export const wallTimer =
    (keepsProcess: boolean): WallTimer =>
    (milliseconds, action) => {
        const timer = setTimeout(action, milliseconds);
        if (!keepsProcess) timer.unref();
        return () => {
            clearTimeout(timer);
        };
    };
