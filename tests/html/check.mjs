// Opens pages in Chromium and checks each, in light and dark, wide and narrow: accessibility by axe, no request to the outside, no script
// that fails, nothing wider than the window.
// Usage: node check.mjs CHROMIUM MODULES FOLDER PAGE…    MODULES holds axe-core and puppeteer-core; screenshots go to FOLDER.
// Exit status: 0 if every page passed, else 1.
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [chromium, modules, folder, ...pages] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'package.json'));
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const browser = await puppeteer.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
let failures = 0;
function fail(text) {
    failures += 1;
    console.log(`  FAILED: ${text}`);
}

for (const file of pages) {
    for (const scheme of ['light', 'dark']) {
        for (const width of [1280, 360]) {
            const page = await browser.newPage();
            await page.setViewport({ width, height: 900 });
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
            const address = pathToFileURL(resolve(file)).href;
            page.on('request', (request) => {
                if (request.url() !== address) fail(`asks for ${request.url()}`);
            });
            page.on('pageerror', (error) => fail(`script: ${error.message}`));
            page.on('console', (message) => {
                if (message.type() === 'error') fail(`console: ${message.text()}`);
            });
            await page.goto(address, { waitUntil: 'load' });
            console.log(`${basename(file)}, ${scheme}, ${width} pixels`);
            const overflow = await page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (overflow > 0) fail(`${overflow} pixels wider than the window`);
            await page.screenshot({
                path: resolve(folder, `${basename(file, '.html')}-${scheme}-${width}.png`),
            });
            // Figures that are folded away are checked as well.
            await page.evaluate(() => {
                for (const details of document.querySelectorAll('details')) details.open = true;
            });
            await page.evaluate(axe);  // not hindered by the page's policy, which forbids scripts
            const result = await page.evaluate(() => globalThis.axe.run(document));
            for (const violation of result.violations) {
                fail(`${violation.id} (${violation.impact}): ${violation.help}`);
                for (const node of violation.nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}`);
            }
            console.log(`  ${result.passes.length} rules passed, ${result.violations.length} did not`);
            await page.close();
        }
    }
}
await browser.close();
console.log(failures === 0 ? 'All pages passed.' : `${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
