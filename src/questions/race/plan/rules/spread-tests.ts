/** @file Tests of spread against the incumbent. They never meet an infinite loss: it makes every spread infinite. */
import { bartlettTest, CENTERS, flignerKilleenTest, leveneTest } from '../../../../stats/index.js';
import { defineRule } from '../rule.js';
import { choiceOption } from '../rule-options.js';
import { incumbentTestRule, judgeByTest, TEST_OPTIONS } from './incumbent-test.js';

export const bartlett = incumbentTestRule(
  { name: 'bartlett', fits: ['spread'] },
  {
    paired: false,
    minimumTrials: 2,
    test: bartlettTest,
  },
);

export const flignerKilleen = incumbentTestRule(
  { name: 'fligner-killeen', aliases: ['fligner'], fits: ['spread'] },
  {
    paired: false,
    minimumTrials: 2,
    test: flignerKilleenTest,
    // Every distance from its median in one sample beyond every one in the other.
    extreme: (trials) => {
      const better = Array.from({ length: trials }, (_, index) => index);
      return [better.map((loss) => loss * 4 * trials), better];
    },
  },
);

/** Of two values both are equally far from their centre, whatever they are: three is the least that can be tested. */
export const levene = defineRule({
  name: 'levene',
  fits: ['spread'],
  options: { ...TEST_OPTIONS, center: choiceOption('levene: the center from which distances are taken', CENTERS) },
  build: ({ center, ...options }) =>
    judgeByTest(
      {
        paired: false,
        minimumTrials: 3,
        test: (first, second, alternative) => leveneTest(first, second, alternative, center),
      },
      options,
    ),
});
