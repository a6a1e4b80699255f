/** @file Names that the field has for things which this trainer has under another name, or does not have at all. */
import { nearestName } from '../../core/index.js';

/** What a name can be the name of. */
export type NamedThing = 'layer' | 'optimizer' | 'activation' | 'loss' | 'schedule' | 'initialization' | 'setting';

interface OtherNames {
  /** By the names of this trainer, others for the same; written without capitals, dashes and the like. */
  readonly same: Readonly<Record<string, string>>;
  /** What other trainers have. */
  readonly elsewhere: string;
}

const ACTIVATIONS: OtherNames = {
  same: {
    silu: 'swish',
    none: 'linear identity',
    'leaky-relu': 'lrelu leaky',
    sigmoid: 'logistic',
  },
  elsewhere:
    'mish selu softmax logsoftmax softmin softplus softsign hardswish hardsigmoid hardtanh hardshrink relu6 swiglu geglu glu celu ' +
    'crelu sin sine exponential maxout snake logsigmoid tanhshrink softshrink threshold',
};

const OTHERS: Readonly<Record<NamedThing, OtherNames>> = {
  activation: ACTIVATIONS,
  layer: {
    same: {
      dense: 'linear fc fullyconnected mlp perceptron hidden',
      conv: 'conv1d conv2d convolution convolution1d convolution2d cnn',
      maxPool: 'maxpooling maxpool1d maxpool2d maxpooling1d maxpooling2d',
      averagePool: 'avgpool meanpool averagepooling avgpooling avgpool1d avgpool2d averagepooling1d averagepooling2d',
      globalAveragePool:
        'gap globalaveragepooling globalavgpool globalpool globalaveragepooling1d globalaveragepooling2d globalavgpool2d adaptiveavgpool ' +
        'adaptiveavgpool1d adaptiveavgpool2d adaptiveaveragepool',
      layerNorm: 'ln layernormalization layernormalisation',
      rmsNorm: 'rmsnormalization rmsnormalisation rms',
      add: 'residual resnet resblock residualblock skip skipconnection shortcut basicblock bottleneck resnetblock',
      batchNorm: 'batchnormalization batchnormalisation bn batchnorm1d batchnorm2d',
      dropout: 'dropout1d dropout2d spatialdropout',
      depthwiseConv: 'depthwise depthwiseconv2d depthwiseconv1d',
      tokenEmbedding: 'embedding embed embeddings wordembedding',
      positions: 'positionalencoding positionalembedding positionembedding positionencoding posembedding',
      attention:
        'selfattention multiheadattention multiheadselfattention mha mhsa transformer transformerencoder transformerblock encoderblock',
      sequencePool: 'seqpool sequencepooling attentionpool attentionpooling',
      activation: 'relu leakyrelu prelu elu gelu silu swish sigmoid tanh nonlinearity',
    },
    elsewhere:
      'groupnorm instancenorm weightnorm spectralnorm localresponsenorm lrn crossattention ' +
      'transformerdecoder lstm bilstm convlstm gru rnn recurrent ' +
      'bidirectional timedistributed highway concat concatenate merge multiply ' +
      'conv3d convtranspose convtranspose1d convtranspose2d conv1dtranspose conv2dtranspose transposedconv deconv deconvolution ' +
      'separableconv dilatedconv atrousconv groupedconv groupconv deformableconv maxpool3d maxunpool unpool ' +
      'upsample upsampling pixelshuffle globalmaxpool globalmaxpooling adaptivemaxpool adaptivemaxpool2d reshape permute lambda ' +
      'gaussiannoise gaussiandropout alphadropout droppath stochasticdepth noise squeezeexcitation senet se inception moe mixtureofexperts ' +
      'mamba ssm s4 rwkv kan rbf graphconv gcn gat capsule softmax',
  },
  optimizer: {
    same: { sgd: 'momentum nesterov gd gradientdescent sgdmomentum', adam: 'amsgrad', rmsprop: 'rms' },
    elsewhere:
      'lion lamb lars adafactor lbfgs bfgs adamax rprop asgd ftrl radam adabelief ranger sophia shampoo soap muon prodigy sgdw yogi ' +
      'novograd sam adan came dadaptation adabound sparseadam lookahead newton levenbergmarquardt',
  },
  loss: {
    same: {
      mae: 'l1 absoluteerror meanabsoluteerror',
      mse: 'l2 squarederror meansquarederror',
      rmse: 'rootmeansquarederror',
      huber: 'smoothl1',
      quantile: 'pinball',
      'cross-entropy': 'ce logloss xent softmaxcrossentropy categoricalcrossentropy sparsecategoricalcrossentropy nll',
      'binary-cross-entropy': 'bce bcewithlogits binarycrossentropy',
    },
    elsewhere:
      'hinge squaredhinge focal dice iou jaccard kl kldivergence kldiv poisson ctc triplet contrastive infonce cosine cosinesimilarity tweedie ' +
      'gamma crps gaussiannll wasserstein logcosh mape smape msle rmsle elbo lambdarank',
  },
  schedule: {
    same: {
      cosine: 'cosineannealing cosineannealinglr cosinedecay',
      step: 'steplr stepdecay',
      constant: 'none off fixed',
    },
    elsewhere:
      'plateau reduceonplateau reducelronplateau exponential exponentialdecay polynomial linear multistep cyclic triangular warmrestarts ' +
      'cosinerestarts cosineannealingwarmrestarts sgdr wsd inversesqrt noam piecewise',
  },
  initialization: {
    same: {
      'kaiming-uniform': 'kaiming he',
      'kaiming-normal': 'kaiming he',
      'xavier-uniform': 'xavier glorot',
      'xavier-normal': 'xavier glorot',
      'lecun-uniform': 'lecun',
      'lecun-normal': 'lecun',
      pytorch: 'torch default',
      constant: 'zeros ones zero one',
    },
    elsewhere: 'normal uniform truncatednormal truncnormal sparse identity eye dirac lsuv fixup mup variancescaling',
  },
  setting: {
    same: {
      learningRate: 'lr eta stepsize alpha',
      batchSize: 'bs batch minibatch',
      weightDecay: 'wd decay l2 regularization',
      initialization: 'init initializer weightinit',
      schedule: 'scheduler lrschedule lrscheduler',
      gradientClipping: 'clip clipping gradclip clipnorm',
      earlyStopping: 'patience earlystop',
      optimizer: 'opt solver',
      epochs: 'iterations maxiter nepochs',
      units: 'neurons nodes size width hidden outfeatures',
      heads: 'numheads nheads nhead',
      tokens: 'numembeddings vocabulary vocabularysize vocab vocabsize inputdim',
      width: 'embeddingdim dim outputdim dmodel',
      multiplier: 'depthmultiplier channelmultiplier',
      perPosition: 'positionwise timedistributed pointwise',
      filters: 'channels outchannels',
      kernel: 'kernelsize',
      stride: 'strides',
      bias: 'usebias',
      epsilon: 'eps',
      rate: 'p probability',
      size: 'poolsize kernel kernelsize',
      augment: 'augmentation augmentations dataaugmentation randomcrop randomflip',
      flip: 'randomflip horizontalflip verticalflip hflip mirror',
      shift: 'crop randomcrop padding translate translation',
      labelSmoothing: 'smoothing',
    },
    elsewhere:
      'dilation dilations dilationrate groups ema swa mixup cutmix cutout randomerasing rotate rotation zoom colorjitter brightness contrast ' +
      'randaugment autoaugment droppath stochasticdepth lookahead l1 recurrentdropout gradientaccumulation mixedprecision ' +
      'device momentumschedule outputpadding paddingmode recurrent bidirectional',
  },
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const has = (names: string, name: string): boolean => names.split(' ').includes(name);

/** What stands deeper inside a configuration, by the setting that it belongs under. */
const INSIDE: Readonly<Record<string, string>> = {
  optimizer: 'lr eta learningrate weightdecay wd momentum nesterov beta1 beta2 betas epsilon eps',
  loss: 'labelsmoothing smoothing',
  augment: 'flip shift horizontalflip',
  layers:
    'conv dense dropout batchnorm maxpool averagepool flatten activation attention positions units filters kernel stride padding hidden width ' +
    'depth neurons heads',
};

/**
 * What to do about `written`, which is no `thing` of this trainer and none of the `known` names: whole sentences, which tell what
 * it has under another name, and what it does not have, from a slip of the pen. Undefined where nothing comes to mind.
 */
export function adviceOn(thing: NamedThing, written: string, known: readonly string[]): string | undefined {
  const name = plain(written);
  const { same, elsewhere } = OTHERS[thing];
  const twins = known.filter((own) => plain(own) === name || has(same[own] ?? '', name));
  if (twins.length > 0) return `Did you mean ${twins.map((twin) => `\`${twin}\``).join(' or ')}?`;
  const outer = known.find((own) => thing === 'setting' && has(INSIDE[own] ?? '', name));
  if (outer !== undefined) return `It belongs under \`${outer}\` (docs/settings.md).`;
  if (has(elsewhere, name)) {
    return `\`${written}\` is not supported by the built-in trainer. Leave it out, or bring your own trainer, ${HOW}.`;
  }
  const near = nearestName(written, known);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  return thing === 'setting' ? undefined : `Take an allowed ${thing}; for others bring your own trainer, ${HOW}.`;
}

const HOW = '`trainer: { command: [python3, train.py] }` (docs/trainer-protocol.md)';
