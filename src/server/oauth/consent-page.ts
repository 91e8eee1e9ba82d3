import type { KnownApp } from '../../access/oauth/apps.js';
import type { Place } from '../../access/oauth/consents.js';
import { CATEGORIES, CATEGORY_NAMES, isCategory } from '../../vocabulary/categories.js';
import { SCOPES, type Scope } from '../../vocabulary/scopes.js';
import { escaped } from '../escaped.js';
import type { Page, Say } from './page.js';
import { PAGE } from './sentences.js';

export type AskedApp = Pick<KnownApp, 'name' | 'publisher' | 'website' | 'agreement'>;

export interface Asked {
  readonly app: AskedApp;
  readonly redirectUri: string;
  readonly action: string;
  readonly csrfToken: string;
  readonly email: string;
  /** Where whoever is asked may let an app in; the first is chosen beforehand. */
  readonly places: readonly Place[];
  readonly scopes: readonly Scope[];
  readonly categories: readonly string[];
  /** What was wrong with the last answer. */
  readonly fault: string | undefined;
}

/** What is asked, in plain words, and the answer. Sensitive data is never chosen beforehand. */
export function consentPage(asked: Asked): Page {
  const { app, redirectUri, action, csrfToken, email, places, scopes, categories, fault } = asked;
  const { origin, host } = new URL(redirectUri);
  const decide = (say: Say): string => `${choiceOfPlace(places, say)}
        <fieldset>
          <legend>${say(PAGE.scopes)}</legend>
${scopes.map((scope) => box('scope', scope, say(SCOPES[scope]), { checked: true })).join('')}        </fieldset>
${choiceOfData(categories, say)}        <fieldset>
          <legend>${say(PAGE.agreement, app.publisher)}</legend>
          <details>
            <summary>${say(PAGE.agreementRead, app.agreement.title, app.agreement.version)}</summary>
            <pre>${escaped(app.agreement.text)}</pre>
          </details>
${box('agreed', 'yes', say(PAGE.agreed, app.publisher), { required: true })}        </fieldset>
        <p>${say(PAGE.onward, host)}</p>
        <button type="submit" name="decision" value="allow">${say(PAGE.allow)}</button>
`;
  return {
    title: PAGE.title,
    leadsTo: origin,
    content: (say) => `      <h1>${say(PAGE.question, app.name)}</h1>
${fault === undefined ? '' : `      <p role="alert">${say(fault)}</p>\n`}      <p>${say(PAGE.asked, app.name, app.publisher)}${app.website === null ? '' : ` ${say(PAGE.website, app.website)}`}</p>
      <form method="post" action="${escaped(action)}">
        <input type="hidden" name="csrf" value="${escaped(csrfToken)}">
        ${places.length > 0 ? decide(say) : `<p role="alert">${say(PAGE.nobody)}</p>\n`}        <button type="submit" name="decision" value="deny" formnovalidate>${say(PAGE.deny)}</button>
      </form>
      <p>${say(PAGE.signedInAs, email)} <a href="${escaped(action)}?as=another">${say(PAGE.other)}</a></p>
`,
  };
}

function choiceOfPlace(places: readonly Place[], say: Say): string {
  const options = places.map(({ slug, name }) => `<option value="${escaped(slug)}">${escaped(name)}</option>`);
  return `<label>${say(PAGE.environment)}
          <select name="tenant">${options.join('')}</select>
        </label>`;
}

function choiceOfData(categories: readonly string[], say: Say): string {
  if (categories.length === 0) return '';
  return `        <fieldset>
          <legend>${say(PAGE.categories)}</legend>
${inOrder(categories)
  .map((category) => categoryBox(category, say))
  .join('')}          <p>${say(PAGE.least)}</p>
        </fieldset>
`;
}

/** As the vocabulary has them, and then those that the tenant made itself. */
function inOrder(categories: readonly string[]): readonly string[] {
  return [...CATEGORY_NAMES.filter((one) => categories.includes(one)), ...categories.filter((one) => !isCategory(one))];
}

function categoryBox(category: string, say: Say): string {
  const { description, sensitive } = isCategory(category)
    ? CATEGORIES[category]
    : { description: category, sensitive: false };
  const words = sensitive ? `${say(description)} <em>${say(PAGE.sensitive)}</em>` : say(description);
  return box('category', category, words, { checked: !sensitive });
}

function box(
  name: string,
  value: string,
  words: string,
  { checked = false, required = false }: { readonly checked?: boolean; readonly required?: boolean },
): string {
  const state = `${checked ? ' checked' : ''}${required ? ' required' : ''}`;
  return `          <label class="box"><input type="checkbox" name="${name}" value="${escaped(value)}"${state}> <span>${words}</span></label>
`;
}

/** For whoever is not signed in, or is somebody else. */
export function signInPage(app: AskedApp, action: string, fault: string | undefined, status: number): Page {
  return {
    title: PAGE.signInTitle,
    status,
    content: (say) => `      <h1>${say(PAGE.signInTitle)}</h1>
      <p>${say(PAGE.signInAsked, app.name, app.publisher)}</p>
${fault === undefined ? '' : `      <p role="alert">${say(fault)}</p>\n`}      <form method="post" action="${escaped(action)}">
        <label>${say(PAGE.email)}
          <input name="email" type="email" autocomplete="username" maxlength="320" required>
        </label>
        <label>${say(PAGE.password)}
          <input name="password" type="password" autocomplete="current-password" maxlength="256" required>
        </label>
        <label>${say(PAGE.code)}
          <input name="code" autocomplete="one-time-code" maxlength="64">
        </label>
        <button type="submit">${say(PAGE.signIn)}</button>
      </form>
`,
  };
}

/** Where a flow ends for whoever came with a browser. */
export function faultPage(sentence: string, status: number, code?: string): Page {
  return {
    title: PAGE.failedTitle,
    status,
    content: (say) => `      <h1>${say(PAGE.failedTitle)}</h1>
      <p role="alert">${say(sentence)}</p>
${code === undefined ? '' : `      <p><code>${escaped(code)}</code></p>\n`}`,
  };
}
