import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { properCategoryKey, properText } from '../../access/definition-terms.js';
import { demand } from '../../access/demand.js';
import { ownCategories } from '../../access/own-definitions.js';
import { freeText } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { isCategory, UNCLASSIFIED } from '../../vocabulary/categories.js';
import { badInput, notFound } from '../../kernel/errors.js';
import { CategoryPayload, CreateCategoryInput, UpdateCategoryInput } from './inputs.js';

/** Categories of a tenant's own. The law is asked first, for its sentence; the function of the database decides again under the tenant's lock. */
@Resolver()
export class CategoriesResolver {
  @Mutation(() => CategoryPayload, { description: 'Makes a category for the tenant’s own fields.' })
  async createCategory(
    @Arg('input', () => CreateCategoryInput) input: CreateCategoryInput,
    @Ctx('visit') visit: Visit,
  ): Promise<CategoryPayload> {
    demand((await visit.standing()).law, 'CREATE', 'DataCategory');
    const key = properCategoryKey(input.key);
    if (isCategory(key) || key === UNCLASSIFIED) throw badInput('This category is built in.', ['input', 'key']);
    const label = properLabel(input.label ?? undefined);
    await visit.changeConsent('auth.create_category', [key, ...statedTexts(input), String(input.sensitive), label]);
    return shown(visit, key);
  }

  @Mutation(() => CategoryPayload, { description: 'States anew what a category of the tenant holds and is for.' })
  async updateCategory(
    @Arg('key', () => String) key: string,
    @Arg('input', () => UpdateCategoryInput) input: UpdateCategoryInput,
    @Ctx('visit') visit: Visit,
  ): Promise<CategoryPayload> {
    demand((await visit.standing()).law, 'UPDATE', 'DataCategory');
    await visit.changeConsent('auth.update_category', [freeText(key), ...statedTexts(input), properLabel(input.label)]);
    return shown(visit, key);
  }

  @Mutation(() => CategoryPayload, {
    description:
      'From the next request on the fields of this category are unclassified: owners and admins alone see them, until they give them another one.',
  })
  async retireCategory(@Arg('key', () => String) key: string, @Ctx('visit') visit: Visit): Promise<CategoryPayload> {
    demand((await visit.standing()).law, 'UPDATE', 'DataCategory');
    await visit.changeConsent('auth.retire_category', [freeText(key)]);
    return shown(visit, key);
  }
}

const properLabel = (label: string | null | undefined): string | null => properText('label', label, 100);

function statedTexts({ description, purpose, legalBasis, retention }: UpdateCategoryInput): readonly (string | null)[] {
  return [
    properText('description', description, 300),
    properText('purpose', purpose, 1_000),
    properText('legalBasis', legalBasis, 300),
    properText('retention', retention, 300),
  ];
}

async function shown(visit: Visit, key: string): Promise<CategoryPayload> {
  const category = (await ownCategories(visit)).find((one) => one.key === key);
  if (!category) throw notFound(['key']);
  return { category };
}
