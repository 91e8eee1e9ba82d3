import { useEditorContext, useSchemaStore } from '@graphiql/react';
import { useEffect, useState, type ReactNode } from 'react';
import { markWithheld } from './withheld-marks.js';
import { withheldIn, type WithheldField } from './withheld.js';

/**
 * What the response shown above withholds, why, and what would change that. It reads the response's own text, so it is
 * right for whichever tab is open.
 */
export function WithheldPanel(): ReactNode {
  const { queryEditor, responseEditor } = useEditorContext({ nonNull: true });
  const schema = useSchemaStore((store) => store.schema);
  const [withheld, setWithheld] = useState<readonly WithheldField[]>([]);

  useEffect(() => {
    if (!responseEditor) return undefined;
    let pending: number | undefined;
    let unmark: (() => void) | undefined;
    const read = () => {
      const answer = parsed(responseEditor.getValue());
      setWithheld(withheldIn(answer));
      unmark?.();
      if (!schema || !queryEditor) return;
      const asked = { query: queryEditor.getValue(), operationName: queryEditor.operationName, schema };
      unmark = markWithheld(responseEditor, answer, asked);
    };
    // Changing tabs changes the response before the query: look when both are there.
    const readSoon = () => {
      window.clearTimeout(pending);
      pending = window.setTimeout(read);
    };
    readSoon();
    responseEditor.on('change', readSoon);
    return () => {
      window.clearTimeout(pending);
      responseEditor.off('change', readSoon);
      unmark?.();
    };
  }, [queryEditor, responseEditor, schema]);

  return (
    <section className="withheld" aria-label="Withheld fields" aria-live="polite">
      {withheld.length > 0 && (
        <>
          <h2 className="withheld-title">
            <span className="withheld-badge">{withheld.length}</span>
            {withheld.length === 1 ? 'field is withheld' : 'fields are withheld'}
          </h2>
          <div className="withheld-scroll" tabIndex={0} role="region" aria-label="Withheld fields, list">
            <table>
              <thead>
                <tr>
                  <th scope="col">Field</th>
                  <th scope="col">Category</th>
                  <th scope="col">Reason</th>
                  <th scope="col">Remedy</th>
                </tr>
              </thead>
              <tbody>
                {withheld.map(({ type, field, category, reason, remedy }, index) => (
                  <tr key={index}>
                    <th scope="row">
                      {type}.{field}
                    </th>
                    <td>{category ?? 'whole record'}</td>
                    <td>
                      <code>{reason}</code>
                    </td>
                    <td>{remedy}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Nothing has been run yet, or it failed before there was an answer.
  }
}
