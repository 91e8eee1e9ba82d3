import { Field, ID, ObjectType } from 'type-graphql';
import { Node } from './data.js';
import { formatId } from '../kernel/ids.js';

/** A customer's environment. It has no rows of its own in any list: whoever addresses it knows its name already. */
@ObjectType({ implements: Node, description: "A customer's environment." })
export class Tenant extends Node {
  @Field(() => ID, { description: 'Opaque and stable.' })
  declare readonly id: string;

  @Field(() => String, { description: 'Its name in addresses and in the header x-tenant.' })
  readonly slug: string;

  @Field(() => String)
  readonly name: string;

  constructor(uuid: string, slug: string, name: string) {
    super();
    Object.assign(this, { id: formatId(TENANT_PREFIX, uuid) });
    this.slug = slug;
    this.name = name;
  }
}

export const TENANT_PREFIX = 'ten';
