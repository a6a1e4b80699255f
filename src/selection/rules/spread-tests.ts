/** @file Tests of spread against the incumbent. They never meet an infinite loss: it makes every spread infinite. */
import { bartlettTest, CENTERS, flignerKilleenTest, leveneTest } from '../../stats/index.js';
import type { RuleFamily } from '../rule.js';
import { choiceOption, testOptions } from '../rule-options.js';
import { bodyOf, incumbentTestRule, TEST_OPTIONS } from './incumbent-test.js';

export const bartlett = incumbentTestRule({
  kind: 'spread',
  paired: false,
  minimumTrials: 2,
  test: bartlettTest,
});

export const flignerKilleen = incumbentTestRule({
  kind: 'spread',
  paired: false,
  minimumTrials: 2,
  test: flignerKilleenTest,
  // Every distance from its median in one sample beyond every one in the other.
  extreme: (trials) => {
    const better = Array.from({ length: trials }, (_, index) => index);
    return [better.map((loss) => loss * 4 * trials), better];
  },
});

/** Of two values both are equally far from their centre, whatever they are: three is the least that can be tested. */
export const levene: RuleFamily = {
  options: [...TEST_OPTIONS, 'center'],
  build: (settings) => {
    const center = choiceOption(settings, 'center', CENTERS);
    const body = bodyOf(
      {
        kind: 'spread',
        paired: false,
        minimumTrials: 3,
        test: (first, second, alternative) => leveneTest(first, second, alternative, center),
      },
      settings,
    );
    return { body, options: { ...testOptions(settings), center } };
  },
};
