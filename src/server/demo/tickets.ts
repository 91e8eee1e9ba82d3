import { accountOf, type DemoAccount } from './accounts.js';
import { DAY, TODAY } from './calendar.js';
import { idFor } from './fixed-ids.js';

export interface DemoTicket {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly subject: string;
  readonly status: 'OPEN' | 'CLOSED';
  readonly openedBy: DemoAccount;
  readonly messages: readonly DemoMessage[];
}

export interface DemoMessage {
  readonly id: string;
  readonly sentAt: number;
  readonly author: DemoAccount;
  readonly body: string;
}

type Line = readonly [author: string, body: string];

interface Story {
  readonly subject: string;
  readonly daysAgo: number;
  readonly closed?: boolean;
  readonly lines: readonly [Line, ...Line[]];
}

const OWNER = 'owner@acme.test';
const ADMIN = 'admin@acme.test';
const EDITOR = 'editor@acme.test';
const VIEWER = 'viewer@acme.test';
const SUPPORT = 'support@vendor.test';
const SUPPORT2 = 'support2@vendor.test';

/** Nobody quotes a person's data in them: tickets are read by support without any consent. */
const STORIES: Readonly<Record<string, readonly Story[]>> = {
  acme: [
    {
      subject: 'Contacts are missing from the newsletter',
      daysAgo: 1,
      lines: [
        [ADMIN, 'Since Thursday about forty contacts are left out of the mailing, and we do not see why.'],
        [SUPPORT, 'To find out I have to see e-mail addresses of your contacts. Could an owner grant that under GDPR?'],
      ],
    },
    {
      subject: 'Invoice totals differ from our bookkeeping',
      daysAgo: 3,
      lines: [
        [OWNER, 'The total of September is a few cents off from what our accountant has.'],
        [SUPPORT2, 'That sounds like amounts with more than two decimals. May I look at the invoices of that month?'],
        [OWNER, 'I will discuss it with our accountant first.'],
      ],
    },
    {
      subject: 'Sorting puts Ångström in an odd place',
      daysAgo: 6,
      lines: [[VIEWER, 'I expected it after Z, as in Sweden, but it stands beside A.']],
    },
    {
      subject: 'Can a closed company be kept apart?',
      daysAgo: 12,
      lines: [
        [EDITOR, 'We want to keep companies that went bankrupt without seeing them in every list.'],
        [SUPPORT, 'A field of your own would do: add a choice “Status” to companies and filter on it.'],
        [EDITOR, 'Thank you, we will try.'],
      ],
    },
    {
      subject: 'Dietary needs before the staff party',
      daysAgo: 15,
      lines: [
        [ADMIN, 'Who can see that field? It is about health, so not everybody should.'],
        [SUPPORT, 'Owners and administrators only, and us never, unless you grant that very category.'],
      ],
    },
    {
      subject: 'Import of 300 companies from a spreadsheet',
      daysAgo: 40,
      closed: true,
      lines: [
        [OWNER, 'Could you import our list of companies?'],
        [SUPPORT2, 'Certainly; an administrator will do it on your instruction.'],
        [OWNER, 'All there. Thanks!'],
      ],
    },
    {
      subject: 'The list of contacts is slow on Mondays',
      daysAgo: 75,
      closed: true,
      lines: [
        [VIEWER, 'Every Monday before nine the list takes seconds.'],
        [SUPPORT, 'A report of ours ran at that hour. It has moved to the night.'],
        [VIEWER, 'Much better.'],
      ],
    },
    {
      subject: 'VAT number refused',
      daysAgo: 110,
      closed: true,
      lines: [
        [EDITOR, 'A VAT number that starts with a 1 is not accepted by our other program.'],
        [SUPPORT2, 'Such numbers exist since 2023; we accept them. Please ask the makers of that program.'],
      ],
    },
    {
      subject: 'Wrong first name on a letter',
      daysAgo: 190,
      closed: true,
      lines: [
        [VIEWER, 'A letter went out with the name in capitals, and the ß had become SS.'],
        [SUPPORT, 'Your letter template turned it into capitals; the name itself is stored as you typed it.'],
        [VIEWER, 'Found it: 🙈'],
      ],
    },
    {
      subject: 'Access for our accountant',
      daysAgo: 260,
      closed: true,
      lines: [
        [OWNER, 'Our accountant needs invoices and account numbers, and no e-mail addresses.'],
        [SUPPORT, 'You can invite an external user for exactly those categories, once your agreement is in place.'],
      ],
    },
    {
      subject: 'How long are invoices kept?',
      daysAgo: 400,
      closed: true,
      lines: [
        [ADMIN, 'Our auditor asks for the retention of invoices.'],
        [SUPPORT2, 'As long as the law on bookkeeping demands; the data catalogue states it for every category.'],
      ],
    },
    {
      subject: 'First steps',
      daysAgo: 900,
      closed: true,
      lines: [
        [OWNER, 'We are in. Where do we start?'],
        [SUPPORT, 'Welcome! Invite your colleagues, then add the companies that you work for.'],
        [OWNER, 'Done.'],
      ],
    },
  ],
  globex: [
    {
      subject: 'Visitors at the wrong entrance',
      daysAgo: 2,
      lines: [['owner@globex.test', 'Could the entrance of a contact be shown beside the name?']],
    },
    {
      subject: 'Our logo',
      daysAgo: 320,
      closed: true,
      lines: [
        ['owner@globex.test', 'Where can we upload our logo?'],
        [SUPPORT, 'Not yet, but it has been noted.'],
      ],
    },
  ],
};

const BETWEEN_MESSAGES = 100 * 60 * 1000;

export function makeTickets(tenant: string): readonly DemoTicket[] {
  return (STORIES[tenant] ?? []).map((story) => {
    const createdAt = TODAY - story.daysAgo * DAY;
    const messages = story.lines.map(([author, body], index) => {
      const sentAt = createdAt + index * BETWEEN_MESSAGES;
      return {
        id: idFor(`${tenant}/ticket/${story.subject}/${index}`, sentAt),
        sentAt,
        author: accountOf(author),
        body,
      };
    });
    return {
      id: idFor(`${tenant}/ticket/${story.subject}`, createdAt),
      createdAt,
      updatedAt: messages.at(-1)?.sentAt ?? createdAt,
      subject: story.subject,
      status: story.closed === true ? ('CLOSED' as const) : ('OPEN' as const),
      openedBy: accountOf(story.lines[0][0]),
      messages,
    };
  });
}
