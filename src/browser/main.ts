/**
 * @file What runs inside report.html: makes a page that can be read without it alive. Bundled into one script without
 * imports; nothing in it asks for anything from outside of the page.
 */
import { enhanceCopies } from './copy.js';
import { enhanceFigures } from './figures.js';
import { openFoldsOnDemand } from './folds.js';
import { enhanceSorting } from './sort-rows.js';
import { enhanceTable } from './table/enhance-table.js';
import { enhanceThemes } from './theme.js';
import { enhanceTips } from './tips.js';

/** Everything below `root` that is not alive yet; a page whose parts were replaced calls it again. */
function enhance(root: ParentNode): void {
  enhanceThemes(root);
  enhanceCopies(root);
  enhanceFigures(root);
  enhanceTips(root);
  enhanceTable(root);
  enhanceSorting(root);
}

document.documentElement.dataset.scripted = '';
document.addEventListener('surefoot:replaced', () => enhance(document));
enhance(document);
openFoldsOnDemand();
