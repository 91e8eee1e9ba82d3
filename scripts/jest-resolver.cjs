/** Sources import each other by the name that they have once translated. What npm brings is translated already. */
const { existsSync } = require('node:fs');
const { resolve, sep } = require('node:path');

const PACKAGES = `${sep}node_modules${sep}`;

module.exports = function resolveSource(name, options) {
  const source = /^(\.{1,2}\/.*)\.js$/.exec(name)?.[1];
  if (source !== undefined && !options.basedir.includes(PACKAGES)) {
    const path = resolve(options.basedir, `${source}.ts`);
    if (existsSync(path)) return path;
  }
  return options.defaultResolver(name, options);
};
