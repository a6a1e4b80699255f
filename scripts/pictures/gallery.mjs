/** @file What docs/gallery.md shows: for each command the runs behind its picture, the page, and the words around it. Paths are a reader's. */
const RUNS = 'runs';
const WINNER = 'c08ef59d2';
const quiet = (...command) => [...command, '--quiet'];

/** Real digits in one folder: later questions use the trainings of earlier ones. */
const DIGITS = `${RUNS}/digits`;
const digits = (command, ...rest) => quiet(command, 'examples/digits.yaml', '--out', DIGITS, ...rest);
/** The question's own page, which a later question does not overwrite. */
const pageOf = (name) => ({ page: `${name}.html`, keep: ['report', DIGITS, '--out', `${name}.html`] });

function asked(name, command) {
  const { page, keep } = pageOf(name);
  return { name, page, commands: [command, keep] };
}

export const GALLERY = [
  {
    ...asked('select', digits('select')),
    says: 'Which of 48 small networks reads handwritten digits well every time? Real data.',
    shown: 'surefoot select examples/digits.yaml',
  },
  {
    name: 'watch',
    commands: [],
    serve: {
      folder: `${RUNS}/watched`,
      command: quiet('select', 'examples/digits.yaml', '--out', `${RUNS}/watched`, '--workers', '2'),
      watch: ['watch', `${RUNS}/watched`, '--port', '0', '--open-to-everybody'],
      trainings: 70,
    },
    says: 'The same race while it goes on, in a browser.',
    shown: 'surefoot select examples/digits.yaml &\nsurefoot watch runs/digits',
  },
  {
    ...asked(
      'measure',
      digits('measure', '--candidate', WINNER, '--vary', 'init,sample', '--trials', '20', '--crossed', '6x6'),
    ),
    says: 'How much of the variation between trainings comes from initial weights, and how much from the training sample?',
    shown: `surefoot measure examples/digits.yaml --candidate ${WINNER} --vary init,sample --trials 20 --crossed 6x6`,
  },
  {
    ...asked('curve', digits('curve', '--candidate', WINNER, '--sizes', '100..3000/6', '--trials', '8')),
    says: 'From how many training examples on is the network as good and as steady as with the most?',
    shown: `surefoot curve examples/digits.yaml --candidate ${WINNER} --sizes 100..3000/6 --trials 8`,
  },
  {
    ...asked(
      'compare',
      digits(
        'compare',
        '--candidate',
        WINNER,
        '--factor',
        'conv.activation=relu,elu,gelu,tanh,sigmoid',
        '--trials',
        '12',
      ),
    ),
    says: 'Does the activation matter, everything else being equal?',
    shown: `surefoot compare examples/digits.yaml --candidate ${WINNER} --factor conv.activation=relu,elu,gelu,tanh,sigmoid --trials 12`,
  },
  {
    name: 'couple',
    page: 'runs/couple/couple.html',
    commands: [
      quiet(
        ...['couple', 'examples/couple-table.yaml', '--out', `${RUNS}/couple`, '--factor', 'candidate'],
        ...['--factor', 'initialization=he-uniform,pytorch', '--sizes', '50,140,380', '--crossed', '5x5'],
      ),
    ],
    says: 'Do depth, initialisation and the number of rows act together? A simulated table (Friedman).',
    shown:
      'surefoot couple examples/couple-table.yaml --factor candidate --factor initialization=he-uniform,pytorch \\\n  --sizes 50,140,380 --crossed 5x5',
  },
  {
    name: 'assure',
    page: 'assure.html',
    commands: [
      quiet('assure', DIGITS, '--candidate', WINNER, '--metric', 'accuracy', '--above', '0.85'),
      pageOf('assure').keep,
    ],
    says: 'Do 95 % of its trainings reach an accuracy of 0.85?',
    shown: 'surefoot assure runs/digits --metric accuracy --above 0.85',
  },
  {
    name: 'replay',
    page: 'runs/replay/1-default/report.html',
    part: '#replay',
    commands: [
      quiet('compare', 'examples/gratings.yaml', '--out', `${RUNS}/gratings`, '--trials', '20'),
      [
        ...[
          'replay',
          `${RUNS}/gratings/compare-trials.csv`,
          '--candidate',
          'label',
          '--loss',
          'loss',
          '--replicate',
          'init',
          '--criterion',
          'q3',
        ],
        ...['--rule', 'default', '--rule', 'halving', '--rule', 'welch', '--orders', '100', '--out', `${RUNS}/replay`],
      ],
    ],
    says: 'What would each rule have chosen from losses that are already there, and at what price? Simulated images.',
    shown:
      'surefoot compare examples/gratings.yaml --trials 20\nsurefoot replay runs/gratings/compare-trials.csv --candidate label --loss loss --replicate init --criterion q3 \\\n  --rule default --rule halving --rule welch --orders 100',
  },
  {
    name: 'explain',
    page: 'friedman.html',
    part: '#reliance',
    commands: [
      ['init', 'friedman.yaml', '--data', 'examples/friedman.csv', '--force'],
      quiet('select', 'friedman.yaml'),
      ['explain', `${RUNS}/friedman`, '--keep'],
      ['report', `${RUNS}/friedman`, '--out', 'friedman.html'],
    ],
    says: 'Which columns does the winner rely on, and do retrainings agree? A simulated table (Friedman): the sixth column is noise.',
    shown:
      'surefoot init friedman.yaml --data examples/friedman.csv\nsurefoot select friedman.yaml\nsurefoot explain runs/friedman --keep',
  },
];
