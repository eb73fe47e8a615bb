import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { chromium, type Browser, type Page } from "playwright-core";

/** Where tests in a browser leave pages and pictures for people to look at. */
export const pictures = resolve(__dirname, "../../.browser");

/** How a reader looks at a page. */
export interface View {
    widthPixels: number;
    scheme: "light" | "dark";
    medium?: "screen" | "print";
}

/** A page in a browser. */
export interface OpenedPage {
    page: Page;
    /** What has gone wrong so far: errors and warnings on the console, exceptions, and requests besides the one for the page. */
    problems: readonly string[];
    /** Keeps a picture of the whole page as `.browser/<name>.png`. */
    keepPicture: (name: string) => Promise<void>;
    close: () => Promise<void>;
}

/** Starts the Chromium that the environment variable CHROMIUM names; `npm run test:browser` sets it. */
export async function launchBrowser(): Promise<Browser> {
    const executablePath = process.env["CHROMIUM"];
    if (!executablePath) throw new Error("CHROMIUM does not name a browser: run this with `npm run test:browser`.");
    // Chromium's sandbox refuses to run as root.
    return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}

/** Opens a page from its text, without a network, and keeps the text as `.browser/<name>.html`. */
export async function openPage(browser: Browser, name: string, html: string, view: View): Promise<OpenedPage> {
    mkdirSync(pictures, { recursive: true });
    const file = join(pictures, `${name}.html`);
    writeFileSync(file, html);
    return openFile(browser, file, view);
}

/** Opens a page that is a file, without a network. */
export async function openFile(browser: Browser, file: string, view: View): Promise<OpenedPage> {
    const { widthPixels, scheme, medium = "screen" } = view;
    const context = await browser.newContext({
        viewport: { width: widthPixels, height: 844 },
        deviceScaleFactor: 2,
        colorScheme: scheme,
        offline: true,
    });
    const url = pathToFileURL(file).href;
    const problems: string[] = [];
    const page = await context.newPage();
    await page.emulateMedia({ media: medium, colorScheme: scheme });
    page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) problems.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
    page.on("request", (request) => {
        if (request.url() !== url) problems.push(`request: ${request.url()}`);
    });
    page.on("requestfailed", (request) =>
        problems.push(`failed: ${request.url()} (${request.failure()?.errorText ?? ""})`),
    );
    await page.goto(url, { waitUntil: "load" });
    return {
        page,
        problems,
        keepPicture: async (name) => {
            mkdirSync(pictures, { recursive: true });
            await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
        },
        close: () => context.close(),
    };
}
