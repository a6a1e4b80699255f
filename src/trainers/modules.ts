/** @file The door for a worker that trains with the user's module: apart from the room's first, so that no data set's readers are loaded with it. */
export { listenToModules } from './code/loaded-modules.js';
export { createFunctionTrainer, loadTrainModule } from './function-trainer.js';
export { trainerOfModel } from './trainer-of-model.js';
