import { responsePathAsArray, type GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Resolver, Root } from 'type-graphql';
import { arrayText } from '../../access/database.js';
import {
  properCategory,
  properChoices,
  properFieldKey,
  properRules,
  properText,
} from '../../access/definition-terms.js';
import { demand } from '../../access/demand.js';
import { shownField } from '../../access/own-definitions.js';
import type { Visit } from '../../access/visit.js';
import { CUSTOM_FIELD_PREFIX, CustomField } from '../../entities/custom-field.js';
import { CustomSubjectEnum } from '../../entities/enums.js';
import { Tenant } from '../../entities/tenant.js';
import { badInput, notFound } from '../../kernel/errors.js';
import { formatId, newUuid, parseId } from '../../kernel/ids.js';
import type { CustomField as OwnField } from '../../policy/actor.js';
import { customFieldName } from '../../policy/fields.js';
import type { Law } from '../../policy/law.js';
import type { CustomFieldRules, CustomSubject } from '../../vocabulary/custom-fields.js';
import { CreateCustomFieldInput, CustomFieldPayload, UpdateCustomFieldInput } from './inputs.js';

const LONGEST_LABEL = 100;

/** Fields of a tenant's own. The law is asked first, for its sentence; the function of the database decides again under the tenant's lock. */
@Resolver(() => Tenant)
export class CustomFieldsResolver {
  @FieldResolver(() => [CustomField], {
    nullable: true,
    description:
      'The fields that the tenant made, by their keys; those that the viewer does not see are left out and listed as withheld.',
  })
  async customFields(
    @Root() asked: Tenant,
    @Arg('subject', () => CustomSubjectEnum, { nullable: true }) subject: CustomSubject | null | undefined,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly CustomField[] | null> {
    const { tenant, law } = await visit.standing();
    if (!tenant || formatId('ten', tenant.id) !== asked.id) return null;
    return law.actor.customFields
      .filter((field) => field.subject === (subject ?? field.subject))
      .filter((field) => {
        const name = customFieldName(field.key);
        const verdict = law.verdict(field.subject, name);
        if (verdict.allowed) return true;
        const { category, reason, remedy } = verdict;
        visit.withhold({ type: field.subject, field: name, category, reason, remedy }, responsePathAsArray(info.path));
        return false;
      })
      .map(shownField);
  }

  @Mutation(() => CustomFieldPayload, { description: 'Makes a field for contacts or companies.' })
  async createCustomField(
    @Arg('input', () => CreateCustomFieldInput) input: CreateCustomFieldInput,
    @Ctx('visit') visit: Visit,
  ): Promise<CustomFieldPayload> {
    const { law } = await visit.standing();
    demand(law, 'CREATE', 'CustomField');
    const { subject, type } = input;
    const key = properFieldKey(input.key);
    const label = properText('label', input.label, LONGEST_LABEL);
    const category = properCategory(law, input.category);
    const choices = properChoices(type, input.choices);
    if (type === 'CHOICE' && choices === null) throw badInput('A CHOICE needs choices.', ['input', 'choices']);
    const rules = properRules(key, type, input.validation) ?? {};
    const id = newUuid();
    const values = [id, subject, key, label, category, type, choices && arrayText(choices), JSON.stringify(rules)];
    await visit.changeConsent('auth.create_custom_field', values);
    return shown(visit, id);
  }

  @Mutation(() => CustomFieldPayload, {
    description:
      'Changes a field. Another category counts from the next request on; where only one of the two is sensitive, all values are sealed or unsealed before the answer.',
  })
  async updateCustomField(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => UpdateCustomFieldInput) input: UpdateCustomFieldInput,
    @Ctx('visit') visit: Visit,
  ): Promise<CustomFieldPayload> {
    const { law } = await visit.standing();
    demand(law, 'UPDATE', 'CustomField');
    const field = fieldOf(law, id);
    const { key, type, subject } = field;
    const label = properText('label', input.label, LONGEST_LABEL);
    const category = properCategory(law, input.category);
    if (input.choices === null) throw badInput('choices cannot be empty.', ['input', 'choices']);
    const choices = properChoices(type, input.choices);
    const rules: CustomFieldRules | null = properRules(key, type, input.validation);
    // Its values may have to be stored anew, which is a write like any other.
    if (category !== null && category !== field.category) demand(law, 'UPDATE', subject);
    const values = [field.id, label, category, choices && arrayText(choices), rules && JSON.stringify(rules)];
    await visit.changeConsent('auth.update_custom_field', values);
    const standing = await visit.standing();
    await visit.resealer.reseal(visit.presented, standing, fieldOf(standing.law, id));
    return shown(visit, field.id);
  }

  @Mutation(() => CustomFieldPayload, {
    description:
      'A retired field keeps its values and takes no more of them; owners and admins alone see them, and can empty them. Its key is not given again.',
  })
  async retireCustomField(@Arg('id', () => ID) id: string, @Ctx('visit') visit: Visit): Promise<CustomFieldPayload> {
    const { law } = await visit.standing();
    demand(law, 'UPDATE', 'CustomField');
    const field = fieldOf(law, id);
    await visit.changeConsent('auth.retire_custom_field', [field.id]);
    return shown(visit, field.id);
  }
}

/** Another tenant's is as missing as any. */
function fieldOf(law: Law, id: string): OwnField {
  const uuid = parseId(CUSTOM_FIELD_PREFIX, id);
  const field = law.actor.customFields.find((one) => one.id === uuid);
  if (!field) throw notFound(['id']);
  return field;
}

async function shown(visit: Visit, uuid: string): Promise<CustomFieldPayload> {
  const { law } = await visit.standing();
  return { customField: shownField(fieldOf(law, formatId(CUSTOM_FIELD_PREFIX, uuid))) };
}
