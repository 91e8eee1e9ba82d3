/**
 * Stands in for the package react-style-singleton, by which GraphiQL's dialogs stop the page behind them from scrolling. The
 * original injects a style element, for which the content security policy would have to allow inline styles; an adopted
 * style sheet does the same under `style-src 'self'`. The exports are those of the package.
 */
import { useEffect } from 'react';

interface StyleSheetSingleton {
  add(styles: string): void;
  remove(): void;
}

export function stylesheetSingleton(): StyleSheetSingleton {
  let users = 0;
  let sheet: CSSStyleSheet | undefined;
  return {
    add(styles) {
      users += 1;
      if (sheet !== undefined) return;
      sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    },
    remove() {
      users -= 1;
      if (users > 0) return;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet);
      sheet = undefined;
    },
  };
}

export function styleHookSingleton(): (styles: string, isDynamic?: boolean) => void {
  const sheet = stylesheetSingleton();
  return function useStyleSheet(styles, isDynamic) {
    useEffect(() => {
      sheet.add(styles);
      return () => {
        sheet.remove();
      };
      // As in the original: styles that are not dynamic stay as they were first given.
    }, [styles && isDynamic]);
  };
}

export function styleSingleton(): (props: { styles: string; dynamic?: boolean }) => null {
  const useStyleSheet = styleHookSingleton();
  return function StyleSheet({ styles, dynamic }) {
    useStyleSheet(styles, dynamic);
    return null;
  };
}
