/**
 * Numbers that check out, because people paste the demo's records into forms that check them. Banks, accounts and persons
 * behind them are made up.
 */

const two = (value: number): string => value.toString().padStart(2, '0');

/** ISO 13616: the country's letters and two check digits, so that the whole is 1 modulo 97. */
function withIbanCheck(country: string, account: string): string {
  const check = 98 - remainder97(`${account}${country}00`);
  const iban = `${country}${two(check)}${account}`;
  return iban.replace(/(.{4})(?=.)/g, '$1 ');
}

/** What is left of a number of any length modulo 97, with letters as 10 to 35. */
export function remainder97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  return rest;
}

/** Twelve digits, the last two of which are the first ten modulo 97 (97 instead of 0). */
export function belgianIban(tenDigits: string): string {
  return withIbanCheck('BE', tenDigits + two(remainder97(tenDigits) || 97));
}

export function dutchIban(bank: string, tenDigits: string): string {
  return withIbanCheck('NL', bank + tenDigits);
}

/** Date of birth, a number of the day that is odd for men, and 97 minus the rest modulo 97; a 2 in front for this century. */
export function belgianNationalNumber(birthDate: string, ofTheDay: number): string {
  const digits = birthDate.slice(2).replaceAll('-', '');
  const serial = ofTheDay.toString().padStart(3, '0');
  const century = birthDate >= '2000' ? '2' : '';
  const check = two(97 - remainder97(`${century}${digits}${serial}`));
  return `${digits.slice(0, 2)}.${digits.slice(2, 4)}.${digits.slice(4)}-${serial}.${check}`;
}

/** The Dutch citizen service number: nine digits weighted 9 to 2 and -1 make a multiple of 11. */
export function citizenServiceNumber(eightDigits: string): string | undefined {
  const sum = [...eightDigits].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0);
  const last = sum % 11;
  return last === 10 ? undefined : `${eightDigits}${last}`;
}

/** Eight digits, and 97 minus them modulo 97. */
export function belgianVatNumber(eightDigits: string): string {
  const digits = eightDigits + two(97 - remainder97(eightDigits));
  return `BE ${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`;
}

/** As an IBAN: with its letters it is 1 modulo 97. */
export function dutchVatNumber(nineDigits: string): string {
  const check = 98 - remainder97(`NL${nineDigits}B00`);
  return `NL${nineDigits}B${two(check)}`;
}
