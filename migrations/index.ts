import type { Migration } from '@mikro-orm/migrations';
import { Migration20261123000001 } from './Migration20261123000001.js';
import { Migration20261123000002 } from './Migration20261123000002.js';
import { Migration20261123000003 } from './Migration20261123000003.js';
import { Migration20261123000004 } from './Migration20261123000004.js';
import { Migration20261123000005 } from './Migration20261123000005.js';
import { Migration20261123000006 } from './Migration20261123000006.js';
import { Migration20261123000007 } from './Migration20261123000007.js';
import { Migration20261123000008 } from './Migration20261123000008.js';
import { Migration20261123000009 } from './Migration20261123000009.js';
import { Migration20261123000010 } from './Migration20261123000010.js';
import { Migration20261123000011 } from './Migration20261123000011.js';
import { Migration20261123000013 } from './Migration20261123000013.js';
import { Migration20261124000001 } from './Migration20261124000001.js';
import { Migration20261124000002 } from './Migration20261124000002.js';
import { Migration20261124000004 } from './Migration20261124000004.js';
import { Migration20261124000006 } from './Migration20261124000006.js';
import { Migration20261128000001 } from './Migration20261128000001.js';
import { Migration20261128000002 } from './Migration20261128000002.js';
import { Migration20261128000010 } from './Migration20261128000010.js';
import { Migration20261128000011 } from './Migration20261128000011.js';
import { Migration20261128000012 } from './Migration20261128000012.js';
import { Migration20261128000013 } from './Migration20261128000013.js';
import { Migration20261128000020 } from './Migration20261128000020.js';
import { Migration20261128000030 } from './Migration20261128000030.js';
import { Migration20261128000031 } from './Migration20261128000031.js';
import { Migration20261128000040 } from './Migration20261128000040.js';
import { Migration20261128000060 } from './Migration20261128000060.js';
import { Migration20261128000070 } from './Migration20261128000070.js';
import { Migration20261128000071 } from './Migration20261128000071.js';
import { Migration20261128000080 } from './Migration20261128000080.js';
import { Migration20261128000090 } from './Migration20261128000090.js';
import { Migration20261128000100 } from './Migration20261128000100.js';
import { Migration20261128000110 } from './Migration20261128000110.js';
import { Migration20261128000120 } from './Migration20261128000120.js';
import { Migration20261128000130 } from './Migration20261128000130.js';
import { Migration20261128000140 } from './Migration20261128000140.js';
import { Migration20261128000150 } from './Migration20261128000150.js';
import { Migration20261128000170 } from './Migration20261128000170.js';
import { Migration20261128000180 } from './Migration20261128000180.js';
import { Migration20261128000190 } from './Migration20261128000190.js';
import { Migration20261128000200 } from './Migration20261128000200.js';
import { Migration20261129000010 } from './Migration20261129000010.js';

export interface MigrationStep {
  readonly name: string;
  readonly class: new (...parameters: ConstructorParameters<typeof Migration>) => Migration;
}

/** All migrations in the order in which they run; never reordered, and none is changed once it has been released. */
export const migrations: readonly MigrationStep[] = [
  { name: 'Migration20261123000001', class: Migration20261123000001 },
  { name: 'Migration20261123000002', class: Migration20261123000002 },
  { name: 'Migration20261123000003', class: Migration20261123000003 },
  { name: 'Migration20261123000004', class: Migration20261123000004 },
  { name: 'Migration20261123000005', class: Migration20261123000005 },
  { name: 'Migration20261123000006', class: Migration20261123000006 },
  { name: 'Migration20261123000007', class: Migration20261123000007 },
  { name: 'Migration20261123000008', class: Migration20261123000008 },
  { name: 'Migration20261123000009', class: Migration20261123000009 },
  { name: 'Migration20261123000010', class: Migration20261123000010 },
  { name: 'Migration20261123000011', class: Migration20261123000011 },
  { name: 'Migration20261123000013', class: Migration20261123000013 },
  { name: 'Migration20261124000001', class: Migration20261124000001 },
  { name: 'Migration20261124000002', class: Migration20261124000002 },
  { name: 'Migration20261124000004', class: Migration20261124000004 },
  { name: 'Migration20261124000006', class: Migration20261124000006 },
  { name: 'Migration20261128000001', class: Migration20261128000001 },
  { name: 'Migration20261128000002', class: Migration20261128000002 },
  { name: 'Migration20261128000010', class: Migration20261128000010 },
  { name: 'Migration20261128000011', class: Migration20261128000011 },
  { name: 'Migration20261128000012', class: Migration20261128000012 },
  { name: 'Migration20261128000013', class: Migration20261128000013 },
  { name: 'Migration20261128000020', class: Migration20261128000020 },
  { name: 'Migration20261128000030', class: Migration20261128000030 },
  { name: 'Migration20261128000031', class: Migration20261128000031 },
  { name: 'Migration20261128000040', class: Migration20261128000040 },
  { name: 'Migration20261128000060', class: Migration20261128000060 },
  { name: 'Migration20261128000070', class: Migration20261128000070 },
  { name: 'Migration20261128000071', class: Migration20261128000071 },
  { name: 'Migration20261128000080', class: Migration20261128000080 },
  { name: 'Migration20261128000090', class: Migration20261128000090 },
  { name: 'Migration20261128000100', class: Migration20261128000100 },
  { name: 'Migration20261128000110', class: Migration20261128000110 },
  { name: 'Migration20261128000120', class: Migration20261128000120 },
  { name: 'Migration20261128000130', class: Migration20261128000130 },
  { name: 'Migration20261128000140', class: Migration20261128000140 },
  { name: 'Migration20261128000150', class: Migration20261128000150 },
  { name: 'Migration20261128000170', class: Migration20261128000170 },
  { name: 'Migration20261128000180', class: Migration20261128000180 },
  { name: 'Migration20261128000190', class: Migration20261128000190 },
  { name: 'Migration20261128000200', class: Migration20261128000200 },
  { name: 'Migration20261129000010', class: Migration20261129000010 },
];
