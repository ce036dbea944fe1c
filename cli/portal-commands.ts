/** The command `portal` and what belongs to it, as commander knows them. */
import type { Command } from 'commander';
import type { RawPortalOptions } from './portal/arguments.ts';
import type { PortalVerb } from './portal.ts';
import { collect } from './repeatable.ts';

const EXAMPLES = `
The state is made at the first command: four TEST organisations with their administrators, at 2026-01-01. WHO and PERSON are
a ZORG-ID ID or a UZI number, CARD is a card's number or its holder's UZI number; proefpas portal show lists them.

Examples:
  proefpas portal show
  proefpas portal block 900012345 --as 900012353          Hanna Arts-TEST, the administrator, blocks the card of Mees
  proefpas portal link 900012345 --ura 90000412 --as 900012411
  proefpas portal advance 2m                              two calendar months later
  proefpas portal log

The exit status is 1 when the portal refuses; the code, its words in Dutch and the reason stand on standard error.`;

/** Options that several verbs share: flags, and what they say. */
// biome-ignore format: a table reads best with its columns aligned
const OPTIONS = {
  as:         ['--as <who>',            'who acts, by ZORG-ID ID or UZI number; who is logged in when left out'],
  ura:        ['--ura <ura>',           'the organisation'],
  from:       ['--from <ura>',          'the organisation that has the link'],
  to:         ['--to <ura>',            'the organisation that gets it'],
  toDate:     ['--to <date>',           'to this date, or date and time, in UTC'],
  name:       ['--name <name>',         'the name of the organisation'],
  kind:       ['--kind <kind>',         'huisartsenpraktijk (when left out), huisartsenpost or apotheek'],
  with:       ['--with <card>',       'the UZI card, such as uzi-zorgverlener:expired; or validation-tool'],
  holder:     ['--holder <details>',    'whose card it is: uzi=...,ura=...,name=...; its persona when left out'],
  uzi:        ['--uzi <number>',        'UZI number'],
  givenNames: ['--given-names <names>', 'given names'],
  surname:    ['--surname <name>',      'surname'],
  birthDate:  ['--birth-date <date>',   'date of birth, YYYY-MM-DD'],
  same:       ['--same-person',         'yes, it is the same person'],
  notSame:    ['--no-same-person',      'no, it is somebody else of that name and date of birth'],
  role:       ['--role <role>',         'beheerder (when left out) or administrator'],
  time:       ['--time <whose>',        "own: it stands still but for advance (when left out); computer: this computer's"],
  at:         ['--at <date>',           'what date it is; 2026-01-01 when left out'],
  twoMonths:  ['--two-months <how>',    'calendar (when left out) or 60-days; which one is meant is a guess'],
} as const;

type Option = keyof typeof OPTIONS;

const PERSON: readonly Option[] = ['uzi', 'givenNames', 'surname', 'birthDate', 'same', 'notSame'];

/** Verb, argument, options, summary, an example. */
// biome-ignore format: a table reads best with its columns aligned
const VERBS: readonly (readonly [PortalVerb, string, readonly Option[], string, string])[] = [
  ['register', '<URA>',        ['name', 'kind', 'with', 'holder', ...PERSON],         'register an organisation; who does becomes its administrator', '90000390 --name "Onbekende praktijk TEST" --with uzi-zorgverlener --holder "ura=90000390,uzi=900012445,name=Re Gister-TEST" --birth-date 1980-01-01'],
  ['close',    '<URA>',        ['as'],                                                 'close an organisation: every link with it ends',                '90000412 --as 900012411'],
  ['login',    '<WHO>',        [],                                                     'log in with ZORG-ID Mobiel, so that --as may be left out',      '900012353'],
  ['logout',   '',             [],                                                     'log out',                                                       ''],
  ['appoint',  '<PERSON>',     ['as', 'ura', 'role', ...PERSON],                       'make somebody, or a person who is new, beheerder or administrator', 'new --ura 90000382 --given-names Sof --surname Ware-TEST --birth-date 1990-05-05 --as 900012353'],
  ['dismiss',  '<PERSON>',     ['as', 'ura'],                                          'take that role; the person stays linked',                       'P00001 --ura 90000382 --as 900012353'],
  ['mobiel',   '<on|off>',     ['as'],                                                 'activate ZORG-ID Mobiel for oneself, or end it',                'off --as 900012395'],
  ['link',     '<PERSON>',     ['as', 'ura'],                                          'link somebody, with their card, to an organisation',            '900012345 --ura 90000412 --as 900012411'],
  ['unlink',   '<PERSON>',     ['as', 'ura'],                                          'end a link; two months without any, and the person is removed', '900012345 --ura 90000382 --as 900012353'],
  ['transfer', '<PERSON>',     ['as', 'from', 'to'],                                   'link there and unlink here, by who manages both',               '900012345 --from 90000382 --to 90000412 --as 900012353'],
  ['block',    '<CARD>',       ['as'],                                                 'block a card: it works nowhere until it is unblocked',          '900012345 --as 900012353'],
  ['unblock',  '<CARD>',       ['as'],                                                 'unblock a card',                                                '900012345 --as 900012353'],
  ['revoke',   '<CARD>',       ['as'],                                                 'revoke a card, for good',                                       '900012345 --as 900012353'],
  ['renew',    '<CARD>',       ['as'],                                                 'always refused: a card is not renewed',                         '900012345 --as 900012353'],
  ['advance',  '[DURATION]',   ['toDate'],                                             'let time pass: years, calendar months, weeks, days, hours',     '1m27d'],
];

const DEFAULT_STATE = 'proefpas-portal';

const withState = (command: Command, summary: string): Command =>
  command
    .summary(summary)
    .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
    .option('--state <dir>', 'the folder of the state', DEFAULT_STATE)
    .option('--json', 'say it in JSON');

/** Declares the commands; `end` is told the exit status. */
export function addPortalCommands(program: Command, end: (status: number) => void): void {
  const portal = program
    .command('portal')
    .summary('organisations, people, cards and time, by the rules of the ZORG-ID portal')
    .description('Acts by the rules of the ZORG-ID portal on a state that is kept in a folder.')
    .addHelpText('after', EXAMPLES);

  for (const [action, summary] of [
    ['show', 'organisations, people and cards at a glance'],
    ['log', 'everything that has happened'],
  ] as const) {
    withState(portal.command(action), summary).action(async (raw: RawPortalOptions) => {
      const actions = await import('./portal.ts');
      end(await actions[action](raw));
    });
  }

  withState(portal.command('init'), 'make a new state, with settings of its own')
    .option(...OPTIONS.time)
    .option(...OPTIONS.at)
    .option(...OPTIONS.twoMonths)
    .option(
      '--wire <status=meaning>',
      'what OCSP says of active, blocked, revoked, removed or expired: good, hold, revoked or unknown; all of it is a guess; may be repeated',
      collect,
    )
    .addHelpText('after', '\nExample:\n  proefpas portal init --two-months 60-days --wire removed=unknown')
    .action(async (raw: RawPortalOptions) => {
      const { init } = await import('./portal.ts');
      end(await init(raw));
    });

  for (const [verb, argument, options, summary, example] of VERBS) {
    const command = withState(portal.command(verb), summary).addHelpText(
      'after',
      `\nExample:\n  proefpas portal ${verb} ${example}`,
    );
    if (argument !== '') command.argument(argument);
    for (const option of options) {
      const [flags, words] = OPTIONS[option];
      command.option(flags, words);
    }
    command.action(async (...args: readonly unknown[]) => {
      const target = argument === '' ? '' : ((args[0] as string | undefined) ?? '');
      const raw = args[argument === '' ? 0 : 1] as RawPortalOptions;
      const actions = await import('./portal.ts');
      end(await actions.portal(verb, target, raw));
    });
  }
}
