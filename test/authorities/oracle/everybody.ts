/** The product of all that was said: everybody, in every state, with every category alone and with all of them. */
import { ALL, type Kind, type Standing, type State, type Told } from './oracle.js';
import type { Place, Wanted } from './world.js';

export const STATES: readonly State[] = ['none', 'requested', 'living', 'expired', 'revoked', 'suspended'];
const ENDED = STATES.filter((state) => state !== 'living');
const MEMBERS: readonly Kind[] = ['OWNER', 'ADMIN', 'EDITOR', 'VIEWER'];
const PURPOSES = ['DEPLOY', 'PATCH', 'BACKUP', 'IMPORT'] as const;
const TOLD: readonly Told[] = ['none', 'recorded', 'confirmed', 'withdrawn', 'expired'];
/** Each alone, two together, all. */
const OPENED: readonly (readonly string[])[] = [...ALL.map((one) => [one]), ['IDENTITY', 'FINANCIAL'], ALL];

const PLAIN: Standing = {
  kind: 'ANONYMOUS',
  state: 'none',
  categories: [],
  access: 'READ',
  purpose: null,
  instruction: 'none',
  agreed: true,
};

/** `lapsed` is the tenant whose agreement on data processing is withdrawn in the end, and that takes back what it told to import. */
export function everybody(place: Place, lapsed: Place): readonly Wanted[] {
  const here = (given: Partial<Standing>): Wanted => ({ ...PLAIN, ...given, place });
  const there = (given: Partial<Standing>): Wanted => ({ ...PLAIN, ...given, agreed: false, place: lapsed });
  const writing = { categories: ALL, access: 'READ_WRITE', instruction: 'confirmed' } as const;
  const told = { ...writing, kind: 'SUPPORT', state: 'living' } as const;
  return [
    ...MEMBERS.flatMap((kind) => STATES.map((state) => (state === 'suspended' ? there : here)({ kind, state }))),
    ...(['EXTERNAL', 'SUPPORT'] as const).flatMap((kind) => [
      ...ENDED.map((state) => here({ ...writing, kind, state })),
      ...ENDED.map((state) => here({ kind, state, categories: ['IDENTITY'] })),
      ...OPENED.flatMap((categories) =>
        (['READ', 'READ_WRITE'] as const).map((access) =>
          here({ ...writing, kind, state: 'living', categories, access }),
        ),
      ),
      there({ ...writing, kind, state: 'living' }),
    ]),
    ...TOLD.map((instruction) => here({ ...told, instruction })),
    ...PURPOSES.flatMap((purpose) =>
      STATES.map((state) => here({ kind: 'ADMINISTRATOR', state, purpose, instruction: 'confirmed' })),
    ),
    ...(['withdrawn', 'expired'] as const).map((instruction) =>
      there({ kind: 'ADMINISTRATOR', state: 'living', purpose: 'IMPORT', instruction }),
    ),
    here({ kind: 'ANONYMOUS' }),
    here({ kind: 'FOREIGN OWNER' }),
    here({ kind: 'OWNER ELSEWHERE' }),
  ];
}
