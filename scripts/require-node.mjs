/**
 * The database library needs Node 22.17, and a machine may well bring an older one. Installed packages carry a newer Node for
 * common platforms, first on the PATH of every npm script; where that did not work, say so in one sentence, before anything
 * fails in a way that nobody understands. Written for old versions: no import, no new syntax.
 */
const OLDEST = [22, 17];

const [major, minor] = process.versions.node.split('.').map(Number);

if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `Sluice needs Node ${OLDEST.join('.')} or later and this is ${process.versions.node}: run it through npm ` +
      `("npm ci", then "npm start"), which brings a newer Node on most platforms, or install Node 24.\n`,
  );
  process.exit(1);
}
