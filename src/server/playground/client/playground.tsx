/** The page: the bar on top, GraphiQL below it, and under its response what was withheld. */
import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryContextProvider } from '@graphiql/plugin-history';
import { GraphiQL, GraphiQLInterface, GraphiQLProvider } from 'graphiql';
import { useCallback, useEffect, useRef, useState, type ComponentProps, type ReactNode } from 'react';
import { CONTACTS } from '../ready-queries.js';
import { ask } from './api.js';
import { Bar } from './bar.js';
import { nameToSend } from './operation-name.js';
import { useSession } from './session.js';
import { editorStorage, rememberedTenant, rememberTenant } from './storage.js';
import { WithheldPanel } from './withheld-panel.js';

type Fetcher = ComponentProps<typeof GraphiQLProvider>['fetcher'];

const PLUGINS = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];

export function Playground(): ReactNode {
  const session = useSession();
  const [tenant, setTenant] = useState(rememberedTenant);
  const tenantHeader = useRef(tenant);

  useEffect(() => {
    tenantHeader.current = tenant;
    rememberTenant(tenant);
  }, [tenant]);

  // Once per person: somebody who belongs to one tenant means that one, and nobody means the previous person's.
  const { viewer } = session;
  const person = viewer === undefined ? undefined : viewer && `${viewer.actor} ${viewer.user?.name ?? ''}`;
  const [lastPerson, setLastPerson] = useState(person);
  if (person !== lastPerson) {
    setLastPerson(person);
    const only = viewer?.tenants.length === 1 ? viewer.tenants[0]?.tenant.slug : undefined;
    if (lastPerson !== undefined || tenant === '') setTenant(only ?? '');
  }

  const { refresh } = session;
  const fetcher = useCallback<Fetcher>(
    async (request, options) => {
      const headers = tenantHeader.current === '' ? {} : { 'x-tenant': tenantHeader.current };
      const typed = options?.headers as Record<string, string> | undefined;
      const { query, operationName } = request;
      const answer = await ask(
        { ...request, operationName: nameToSend(query, operationName) },
        { ...headers, ...typed },
      );
      // Signed out elsewhere, or a session that has run out: the bar must not go on claiming otherwise.
      if (answer.errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) void refresh();
      return answer as Awaited<ReturnType<Fetcher>>;
    },
    [refresh],
  );

  return (
    <GraphiQLProvider
      fetcher={fetcher}
      storage={editorStorage}
      plugins={PLUGINS}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      defaultQuery={CONTACTS.query}
      schemaDescription
      inputValueDeprecation
    >
      <HistoryContextProvider>
        <DocExplorerContextProvider>
          <Bar session={session} tenant={tenant} onTenant={setTenant} />
          <main className="playground-main">
            <GraphiQLInterface showPersistHeadersSettings={false}>
              <GraphiQL.Logo>{null}</GraphiQL.Logo>
              <GraphiQL.Footer>
                <WithheldPanel />
              </GraphiQL.Footer>
            </GraphiQLInterface>
          </main>
        </DocExplorerContextProvider>
      </HistoryContextProvider>
    </GraphiQLProvider>
  );
}
