import { useEditorContext } from '@graphiql/react';
import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import { READY_QUERIES, type ReadyQuery } from '../ready-queries.js';

/**
 * Puts a ready query into the editor, to be read and then run by its reader: one of them changes something. What somebody
 * wrote is never overwritten; it stays in its tab, and the query opens in another.
 */
export function ReadyQueryMenu(): ReactNode {
  const editors = useEditorContext({ nonNull: true });
  const { queryEditor, variableEditor, activeTabIndex } = editors;
  const [open, setOpen] = useState(false);
  const [awaited, setAwaited] = useState<ReadyQuery>();
  const opener = useRef<HTMLButtonElement>(null);

  const fill = ({ query, variables }: ReadyQuery) => {
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
    queryEditor?.focus();
  };

  const choose = (ready: ReadyQuery) => {
    setOpen(false);
    const present = queryEditor?.getValue() ?? '';
    if (present.trim() === '' || READY_QUERIES.some(({ query }) => query === present)) {
      fill(ready);
    } else {
      editors.addTab();
      setAwaited(ready);
    }
  };

  useEffect(() => {
    if (!awaited) return;
    fill(awaited);
    setAwaited(undefined);
  }, [awaited, activeTabIndex]);

  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    opener.current?.focus();
  };
  const closeOnLeaving = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };

  return (
    <div className="menu" onKeyDown={closeOnEscape} onBlur={closeOnLeaving}>
      <button
        type="button"
        ref={opener}
        className="button"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
      >
        Ready queries <span aria-hidden="true">▾</span>
      </button>
      {open && (
        <ol className="menu-items">
          {READY_QUERIES.map((ready, index) => (
            <li key={ready.title}>
              <button
                type="button"
                autoFocus={index === 0}
                onClick={() => {
                  choose(ready);
                }}
              >
                <strong>{ready.title}</strong>
                <span>{ready.hint}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
