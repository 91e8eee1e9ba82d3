import { door } from '../20261123000002/functions.js';
import { restated } from '../20261123000011/restated.js';
import { tokenRules } from '../20261128000010/rules.js';

const common = (mine: string, also: string): string =>
  `array(select w.word from unnest(${mine}) as w (word) where w.word = any (${also}) order by 1)`;

/** What an app is told of its tokens is what they may at that moment, as the second wall reckons it. */
export const termsNow: readonly string[] = [
  // To whoever shows the token, or the id of the consent that it comes of.
  ...door({
    signature: 'terms_now(token bytea, of_family bytea)',
    returns: 'table (tenant text, scopes text[], categories text[])',
    volatility: 'stable',
    body: `
    begin
      return query
        select n.slug, ${common('o.scopes', 'i.scopes')}, ${common('o.categories', 'i.categories')}
          from (select t.tenant_id, t.integration_id, t.scopes, t.categories
                  from auth.api_token t
                 where encode(t.digest, 'hex') collate "C" = encode(token, 'hex') and t.kind = 'ACCESS'
                union all
                select f.tenant_id, f.integration_id, f.scopes, f.categories from auth.token_family f where f.digest = of_family) o
          join auth.integration i on i.tenant_id = o.tenant_id and i.id = o.integration_id
          join public.tenant n on n.id = o.tenant_id
         limit 1;
    end`,
  }),

  // As what was asked for, so that a program is told what it lacks: what it may is bounded by its integration when it is presented.
  restated(
    tokenRules,
    'keep_passing_token',
    [
      `from unnest(coalesce(wanted_scopes, i.scopes)) as s (word)
               where s.word = any (i.scopes))`,
      `from unnest(coalesce(wanted_scopes, i.scopes)) as s (word))`,
    ],
    [
      `from unnest(coalesce(wanted_categories, i.categories)) as c (word)
               where c.word = any (i.categories))`,
      `from unnest(coalesce(wanted_categories, i.categories)) as c (word))`,
    ],
  ),
];
