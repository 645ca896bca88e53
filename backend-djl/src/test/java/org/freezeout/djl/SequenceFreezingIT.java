package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention and recurrent layers freeze like any other, and are counted once initialised too. */
class SequenceFreezingIT {

  /** Nine tokens of eight numbers. */
  private static final Shape TOKENS = new Shape(1, 9, 8);

  @ParameterizedTest
  @EnumSource
  void attentionAndRecurrentLayersKeepTheirBits(DjlEngine engine)
      throws IOException, TranslateException {
    TinyExperiment.assumeReady(engine);
    FreezeOutTraining freezing =
        FreezeOutTraining.of(OwnProgram.POLICY, LayerGroups.of(network()), OwnProgram.LENGTH);
    BlockCost before = BlockCost.of(freezing.groups(), TOKENS);
    try (Model model = TinyExperiment.load(engine).newModel("sequence", TinyExperiment.device())) {
      model.setBlock(freezing.block());
      Optimizer adam = Optimizer.adam().optLearningRateTracker(freezing.tracker()).build();
      try (NDManager data = model.getNDManager().newSubManager();
          Trainer trainer =
              model.newTrainer(OwnProgram.config(adam).addTrainingListeners(freezing.listener()))) {
        trainer.initialize(TOKENS);
        EasyTrain.fit(trainer, OwnProgram.LENGTH.epochs(), OwnProgram.data(data, TOKENS), null);
      }
      assertEquals(before, BlockCost.of(freezing.groups(), TOKENS));
    }
    List<FreezeCheck> audit = freezing.audit();
    assertEquals(3, audit.size(), "all groups but the last freeze");
    assertTrue(audit.stream().allMatch(FreezeCheck::passed), audit::toString);
    assertEquals(Map.of(), before.uncounted());
    assertEquals(
        9 * 8 * 8
            + (4 * 9 * 8 * 8 + 2 * 9 * 8 * 16 + 2 * 9 * 9 * 8)
            + 9 * 4 * 6 * (8 + 6)
            + 9 * 6 * OwnProgram.CLASSES,
        before.network().macs());
  }

  private static SequentialBlock network() {
    return new SequentialBlock()
        .add(Linear.builder().setUnits(8).build())
        .add(new TransformerEncoderBlock(8, 2, 16, 0.1f, Activation::gelu))
        .add(LSTM.builder().setStateSize(6).setNumLayers(1).build())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(OwnProgram.CLASSES).build());
  }
}
