import type { EditorContextType } from '@graphiql/react';
import { withheldLines } from './withheld.js';

type Editor = NonNullable<EditorContextType['responseEditor']>;

/** More marks than anybody reads, few enough to stay fast on a long page of rows. */
const MOST_MARKS = 500;

/** Tints the lines of the response whose null means withheld and names the reason behind each; returns how to undo it. */
export function markWithheld(editor: Editor, answer: unknown, asked: Parameters<typeof withheldLines>[1]): () => void {
  return editor.operation(() => {
    const marks = [...withheldLines(answer, asked, MOST_MARKS)].map(([line, { category, reason, remedy }]) => {
      const label = document.createElement('span');
      label.className = 'withheld-label';
      label.textContent = category === null ? reason : `${category} · ${reason}`;
      if (remedy !== null) label.title = remedy;
      const bookmark = editor.setBookmark(
        { line, ch: editor.getLine(line).length },
        { widget: label, insertLeft: true },
      );
      return { bookmark, handle: editor.addLineClass(line, 'background', 'withheld-line') };
    });
    return () => {
      editor.operation(() => {
        for (const { bookmark, handle } of marks) {
          bookmark.clear();
          editor.removeLineClass(handle, 'background', 'withheld-line');
        }
      });
    };
  });
}
