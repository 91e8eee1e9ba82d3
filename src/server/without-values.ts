/**
 * What graphql-js says of a fault quotes the value that is at fault, and that may be a password in the wrong place. Answers travel further than
 * requests do: into the logs of clients, into reports of errors. So the message keeps what was expected, and where; not what was given.
 */
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
/** As graphql-js prints a value: its strings are escaped, so that what follows is found behind them. */
const PRINTED = `(?:${QUOTED}|[^"])*?`;

const QUOTING: readonly (readonly [RegExp, string])[] = [
  [new RegExp(` got invalid value ${PRINTED}(?= at "|; )`, 's'), ' got an invalid value'],
  [new RegExp(`(Expected value of type "[^"]+"), found ${PRINTED}(?=; |\\.$)`, 's'), '$1, found another'],
  [/ has invalid value [\s\S]*$/, ' has an invalid value.'],
  [/( cannot represent [^:"]*value|Value is not [^:"]*|Value is invalid[^:"]*): [\s\S]*$/, '$1.'],
  [/( cannot represent an invalid [\w-]+) [\s\S]*$/, '$1.'],
  [/^(|[\s\S]*; )Value "[\s\S]*" does not exist in ("\w+" enum\.)/, '$1The value does not exist in $2'],
  [/Field "(?!\w{1,40}" is not)[\s\S]*" is not defined by type/, 'A field is not defined by type'],
  [/^(Syntax Error: [\s\S]*? (?:Block)?String) "[\s\S]*"/, '$1'],
];

export function withoutValues(message: string): string {
  return QUOTING.reduce((text, [pattern, instead]) => text.replace(pattern, instead), message);
}
