package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bad input of every command: exit code 2, one line on stderr that names what is wrong, nothing on
 * stdout and nothing written.
 */
class BadInputTest {

  /** Training that would end in a moment if it began. */
  private static final String QUICK = " --engine simulated --arch wrn-10-1 --out TMP/out ";

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("a-file"), "");
    Files.writeString(folder.resolve("damaged.json"), "{\"format\": 1, ");
    Files.createDirectories(folder.resolve("full"));
    Files.writeString(folder.resolve("full/of-something"), "");
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("truncated-cifar/cifar-10-batches-bin"));
    for (String name :
        List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5")) {
      Files.write(folder.resolve("truncated-cifar/" + name + ".bin"), new byte[100]);
    }
    Files.write(folder.resolve("truncated-cifar/test_batch.bin"), new byte[100]);
    Files.createDirectories(folder.resolve("not-images/train/cat"));
    Files.createDirectories(folder.resolve("not-images/test/cat"));
    Files.writeString(folder.resolve("not-images/train/cat/1.png"), "no image");
    Files.writeString(folder.resolve("not-images/test/cat/1.png"), "no image");
    Files.createDirectories(folder.resolve("broken-comparison"));
    Files.writeString(folder.resolve("broken-comparison/comparison.json"), "[{");
    Files.createDirectories(folder.resolve("broken-run"));
    Files.writeString(folder.resolve("broken-run/run.json"), "{}");
    Files.createDirectories(folder.resolve("broken-setup/baseline"));
    Files.writeString(folder.resolve("broken-setup/baseline/run.json"), "{}");
    Files.writeString(folder.resolve("broken-setup/setup.json"), "{\"format\": 1}");
    String setup = "{\"format\":1,\"threads\":1,\"costs\":[],\"runs\":[{\"folder\":\"%s\"}]}";
    Files.createDirectories(folder.resolve("escaping-setup"));
    Files.writeString(folder.resolve("escaping-setup/setup.json"), setup.formatted("../out"));
    Files.createDirectories(folder.resolve("missing-run"));
    Files.writeString(folder.resolve("missing-run/setup.json"), setup.formatted(""));
  }

  @ParameterizedTest(name = "freezeout {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                         | no command given
          comprae                                    | unknown command 'comprae', did you mean compare?
          --frobnicate                               | --frobnicate
          help comprae                               | comprae
          schedule                                   | either --layers N or --arch NAME
          schedule --layers 3 --arch wrn-16-4        | not both
          schedule --layers 0                        | --layers must lie in [1, 100000], got 0
          schedule --layers -3                       | --layers must lie in [1, 100000], got -3
          schedule --layers 2000000000               | got 2000000000
          schedule --layers 3.5                      | '--layers': '3.5' is not an int
          schedule --layers                          | --layers
          schedule --layers 3 4                      | '4'
          schedule --layers 3 --layers 4             | --layers
          schedule --layers 3 --format yaml          | unknown format 'yaml'; known: table, csv, json
          schedule --layers 3 --t0 0                 | t0 must lie in (0, 1], got 0.0
          schedule --layers 3 --t0 -1                | t0 must lie in (0, 1], got -1.0
          schedule --layers 3 --t0 1.5               | t0 must lie in (0, 1], got 1.5
          schedule --layers 3 --t0 NaN               | t0 must lie in (0, 1], got NaN
          schedule --layers 3 --t0 abc               | '--t0': 'abc' is not a double
          schedule --layers 3 --t0 1e-200            | t0 is too small: 1.0E-200
          schedule --layers 3 --base-rate 0          | baseRate must be finite and greater than 0, got 0.0
          schedule --layers 3 --base-rate NaN        | got NaN
          schedule --layers 3 --base-rate Infinity   | got Infinity
          schedule --layers 3 --strategy quartic     | unknown strategy 'quartic'; known: linear,
          schedule --layers 3 --strategy Cubic       | unknown strategy 'Cubic'
          schedule --layers 3 --epochs 3             | --epochs and --steps-per-epoch go together
          schedule --layers 3 --epochs 0 --steps-per-epoch 3     | epochs must be at least 1, got 0
          schedule --layers 3 --epochs 60000 --steps-per-epoch 60000 | got 3600000000
          schedule --layers 3 --points 0             | --points must lie in [1, 1000], got 0
          schedule --layers 100000 --points 1000     | --points times layers must be at most 1000000, got 1000 times 100000
          schedule --layers 3 --points 7 --epochs 2 --steps-per-epoch 3 | number of steps, 6, got 7
          schedule --layers 3 --input 3x32x32        | --input
          schedule --layers 3 --chart TMP/chart.gif  | must end in .svg or .png, got TMP/chart.gif
          schedule --layers 3 --chart TMP/no/c.svg   | TMP/no
          schedule --arch wrn-17-4                   | unknown architecture 'wrn-17-4': the depth
          schedule --arch TMP/missing.json           | TMP/missing.json
          schedule --arch TMP/damaged.json           | TMP/damaged.json
          schedule --arch TMP/empty                  | TMP/empty
          schedule --arch ''                         | --arch
          predict                                    | --arch
          predict --arch lenet-5                     | unknown architecture 'lenet-5'; known: vgg-
          predict --arch wrn-16-4 --input 3x32       | '3x32'
          predict --arch wrn-16-4 --input 0x32x32    | 0x32x32
          predict --arch vgg-16 --input 3x8x8        | 3x8x8
          predict --arch wrn-16-4 --input 3x99999x99999 | 3x99999x99999
          predict --arch wrn-16-4 --classes 0        | classes must be at least 1, got 0
          predict --arch wrn-16-4 --classes many     | '--classes': 'many' is not an int
          predict --arch wrn-16-4 --t0 0.8,2         | t0 must lie in (0, 1], got 2.0
          predict --arch wrn-16-4 --t0 0.8,,0.5      | --t0
          predict --arch wrn-16-4 --t0 a"b           | '--t0' (T0): 'a"b' is not a double
          predict --arch wrn-16-4 --cost oracle      | 'oracle'
          predict --arch wrn-16-4 --cost authors     | authors
          predict --arch wrn-16-4 --cost calibrated  | 'calibrated' needs a file: --cost calibrated:FILE
          predict --arch wrn-16-4 --cost calibrated: | not the name of a file
          predict --calibration TMP/none             | no such file: TMP/none
          predict --calibration TMP/damaged.json     | TMP/damaged.json
          predict --calibration TMP/empty            | TMP/empty is a folder
          solve --saving 0.1 --calibration TMP/none  | no such file: TMP/none
          compare QUICK --calibration TMP/none       | no such file: TMP/none
          calibrate --engine simulated --out TMP/a-file             | TMP/a-file: is there already
          calibrate --engine simulated --out TMP/a-file/below       | TMP/a-file is a file
          calibrate --engine caffe --out TMP/out     | unknown engine 'caffe'
          calibrate --engine simulated --arch lenet-5               | unknown architecture 'lenet-5'
          calibrate --engine simulated --batch 0     | batch must be at least 1, got 0
          calibrate --engine simulated --epochs 3    | '--epochs'
          validate-predictions --engine simulated    | --out
          plan --arch wrn-16-4                       | --saving
          plan --arch wrn-16-4 --saving 1.2          | 1.2
          plan --saving 0.2                          | --arch
          plan --arch wrn-16-4                       | either --saving SAVING or --time TIME
          plan --arch wrn-16-4 --saving 0.2 --time 3h | not both
          plan --arch wrn-16-4 --time 3              | --time must be a duration such as 3h, 90m, 1h30m or 45s, got '3'
          plan --arch wrn-16-4 --time 3h             | --time needs --calibration FILE
          plan --arch wrn-16-4 --time 3h --calibration TMP/none --epochs 3 | no such file: TMP/none
          plan --arch wrn-16-4 --saving 0.2 --epochs 3 | --epochs goes with --cache
          plan --arch wrn-16-4 --saving 0.2 --images 3 | --images goes with --calibration and --epochs
          plan --arch wrn-16-4 --saving 0.2 --test-images 3 | --test-images goes with --calibration and --epochs
          plan --arch wrn-16-4 --saving 0.2 --cache  | --cache needs --epochs N
          plan --arch wrn-16-4 --saving 0.2 --runs TMP/none | no such folder: TMP/none
          plan --arch wrn-16-4 --saving 0.2 --runs TMP/empty | no run in TMP/empty
          plan --arch wrn-16-4 --saving 0.2 --runs TMP/broken-run | TMP/broken-run/run.json
          plan --saving 0.2 --calibration TMP/none   | no such file: TMP/none
          validate-predictions --engine simulated --out TMP/full    | TMP/full is not empty
          validate-predictions --engine simulated --with TMP/none --out TMP/out | no such folder: TMP/none
          validate-predictions --engine simulated --calibration-seconds 0 --out TMP/out | --calibration-seconds must lie in [1, 600], got 0
          calibrate --engine simulated --seconds 601 --out TMP/out     | --seconds must lie in [1, 600], got 601
          validate-predictions --engine simulated --repetitions 0 --out TMP/out | --repetitions must lie in [1, 1000], got 0
          validate-predictions --engine simulated --dataset fashion-mnist-subset@20000 --out TMP/out | fashion-mnist-subset@20000 is no part of fashion-mnist-subset
          validate-predictions --engine simulated --t0 0.5,0.5 --out TMP/out | every run must differ, got linear-t0.5 twice
          validate-predictions --engine simulated,caffe --out TMP/out          | unknown engine 'caffe'
          validate-predictions --engine simulated --arch vgg-11,x --out TMP/out | unknown architecture 'x'
          predict --arch wrn-16-4 --strategy cubic,x | unknown strategy 'x'
          predict --arch wrn-16-4 --epochs 3         | --epochs goes with --cache
          predict --arch wrn-16-4 --views 3          | --views goes with --cache
          predict --arch wrn-16-4 --images 3         | --images goes with --cache
          predict --arch wrn-16-4 --test-images 3    | --test-images goes with --calibration and --epochs
          predict --arch wrn-16-4 --steps-per-epoch 3 | --steps-per-epoch goes with --cache
          predict --arch wrn-16-4 --cache-precision float16 | --cache-precision goes with --cache
          predict --arch wrn-16-4 --batch 8          | --batch goes with --memory
          predict --arch wrn-16-4 --memory-limit 8g  | --memory-limit goes with --memory
          predict --arch wrn-16-4 --engine mxnet     | --engine goes with --memory
          predict --arch wrn-16-4 --memory --batch 0 | --batch must lie in [1, 1000000], got 0
          predict --arch wrn-16-4 --memory --memory-limit much | a size is a number of bytes, or a number with k, m, g or t
          predict --arch wrn-16-4 --memory --engine simulated  | the engines mxnet and pytorch, got 'simulated'
          predict --arch wrn-16-4 --memory --cache --epochs 9 --steps-per-epoch 3 | --memory does not go with --cache
          predict --arch wrn-16-4 --cache            | --cache needs --epochs N
          predict --arch wrn-16-4 --cache --epochs 3 | --cache needs --steps-per-epoch N
          predict --arch wrn-16-4 --cache --epochs 0 --steps-per-epoch 3 | --epochs must lie in [1, 1000000], got 0
          predict --arch wrn-16-4 --cache --epochs 3 --steps-per-epoch 0 | stepsPerEpoch must be at least 1, got 0
          predict --arch wrn-16-4 --cache --epochs 3 --steps-per-epoch 3 --views 0 | --views must lie in [1, 1000000], got 0
          predict --arch wrn-16-4 --cache --epochs 3 --steps-per-epoch 3 --images 2 | --images must lie in [3, 2147483647], got 2
          predict --arch wrn-16-4 --cache --epochs 3 --steps-per-epoch 3 --cache-precision int8 | unknown cache precision 'int8'; known: float32, float16
          predict --arch densenet-bc-76-12 --cost authors --cache --epochs 9 --steps-per-epoch 3 | cost model 'authors' knows no cache
          solve --arch wrn-16-4 --saving 0.2 --cache | --cache needs --epochs N
          solve --arch wrn-16-4 --saving 0.2 --epochs 3 | --epochs goes with --cache
          solve --arch wrn-16-4                      | --saving
          solve --arch wrn-16-4 --saving 1.2         | 1.2
          solve --arch wrn-16-4 --saving 1           | 1.0
          solve --arch wrn-16-4 --saving -0.1        | -0.1
          solve --arch wrn-16-4 --saving NaN         | NaN
          solve --arch wrn-16-4 --saving 20%         | '20%' is not a double
          solve --saving 0.1                         | --arch
          engines --format xml                       | unknown format 'xml'
          engines now                                | 'now'
          train --engine simulated --device gpu0,gpu1 | engine simulated has one device at a time, got 'gpu0,gpu1'
          train --engine mxnet --device gpu0,gpu999  | is not available on engine mxnet
          train QUICK --device gpu1,gpu0,gpu1        | device gpu1 can be used once, got 'gpu1,gpu0,gpu1'
          compare QUICK --device cpu,gpu0            | several devices must all be GPUs, such as gpu0,gpu1, got 'cpu,gpu0'
          compare QUICK --device cpu,cpu             | several devices must all be GPUs, such as gpu0,gpu1, got 'cpu,cpu'
          compare QUICK --device gpu0,,gpu1          | unknown device ''; known: cpu, gpu0, gpu1, ... and lists of GPUs
          compare QUICK --device gpu0,gpu1 --batch 1 | batch must have an image for each of the 2 devices, got 1
          compare QUICK --device gpu0,gpu1 --cache --views 1 | there is no cache for several devices, got 'gpu0,gpu1'
          calibrate --engine simulated --device gpu0,gpu1 | engine simulated has one device at a time, got 'gpu0,gpu1'
          install                                    | WHAT
          install cudnn                              | cannot install 'cudnn'; known: cuda
          install cuda now                           | 'now'
          install cuda --check --format xml          | unknown format 'xml'
          report                                     | DIR
          report TMP/missing                         | TMP/missing
          report TMP/a-file                          | TMP/a-file
          report TMP/empty                           | TMP/empty holds neither a comparison nor a run
          report TMP/broken-comparison               | TMP/broken-comparison/comparison.json
          report TMP/broken-run                      | TMP/broken-run/run.json
          resume                                     | DIR
          resume ''                                  | '' is not the name of a file
          resume TMP/missing                         | no such folder: TMP/missing
          resume TMP/a-file                          | TMP/a-file is not a folder
          resume TMP/empty                           | TMP/empty holds neither a comparison nor a run
          resume TMP/broken-run                      | TMP/broken-run has no setup.json: it was made by a version
          resume TMP/broken-comparison               | TMP/broken-comparison has no setup.json: it was made by a version
          resume TMP/broken-setup                    | TMP/broken-setup/setup.json
          resume TMP/broken-setup/baseline           | TMP/broken-setup/baseline is one run of a comparison
          resume TMP/escaping-setup                  | folder must be beside the file, got ../out
          resume TMP/missing-run                     | TMP/missing-run/setup.json is damaged: its checksum is missing
          resume TMP/missing-run --engine mxnet      | --engine
          compare QUICK --checkpoint-every 0         | steps between checkpoints must be at least 1, got 0
          compare QUICK --checkpoint-every 0m        | minutes between checkpoints must be at least 1, got 0
          compare QUICK --checkpoint-every 5h        | checkpoints come every N steps or Nm minutes, such as 500 or 5m, got '5h'
          train QUICK --checkpoint-every -5          | checkpoints come every N steps or Nm minutes, such as 500 or 5m, got '-5'
          compare --frobnicate                       | --frobnicate
          compare --engine caffe --out TMP/out       | unknown engine 'caffe'; known: mxnet, pytorch, simulated
          compare --engine mxnet:3 --out TMP/out     | mxnet
          compare --engine simulated:TMP/none --out TMP/out         | TMP/none
          compare --engine simulated:TMP/damaged.json --out TMP/out | TMP/damaged.json
          compare --engine simulated: --out TMP/out  | simulated
          compare QUICK --device tpu                 | unknown device 'tpu'
          compare QUICK --device gpu                 | unknown device 'gpu'
          compare QUICK --threads 0                  | --threads must lie in [1, 1024], got 0
          compare QUICK --threads two                | '--threads': 'two' is not an int
          compare QUICK --augment mixup              | unknown augmentation 'mixup'; known: none, standard
          compare QUICK --dataset imagenet           | unknown data set 'imagenet'
          compare QUICK --dataset cifar10            | cifar10
          compare QUICK --dataset cifar10:TMP/missing         | TMP/missing
          compare QUICK --dataset cifar10:TMP/truncated-cifar | TMP/truncated-cifar
          compare QUICK --dataset images:TMP/not-images       | 1.png
          compare QUICK --dataset images:TMP/empty            | TMP/empty
          compare QUICK --batch 0                    | batch must be at least 1, got 0
          compare QUICK --batch 10001                | training images, 10000, got 10001
          compare QUICK --batch 1e3                  | '--batch': '1e3' is not an int
          compare QUICK --epochs 0                   | epochs must be at least 1, got 0
          compare QUICK --epochs 2000000000          | 2000000000
          compare QUICK --base-rate 0                | greater than 0, got 0.0
          compare QUICK --base-rate inf              | '--base-rate': 'inf' is not a double
          compare --engine simulated:TMP/damaged.json --arch wrn-10-1 --t0 0.5 --out TMP/out | damaged.json at line 1
          compare QUICK --base-rate 1e308 --t0 0.1   | baseRate / freezeTime must be finite
          compare QUICK --cache                      | a cache needs images that come again, but augmentation standard
          compare QUICK --views 0                    | views must be at least 1, got 0
          compare QUICK --views few                  | '--views': 'few' is not an int
          compare QUICK --augment none --views 2     | views need augmentation
          compare QUICK --cache-memory 1g            | --cache-memory goes with --cache
          compare QUICK --cache-disk 1g              | --cache-disk goes with --cache
          compare QUICK --cache-precision float16    | --cache-precision goes with --cache
          compare QUICK --cache --cache-memory lots  | --cache-memory: a size is a number of bytes
          compare QUICK --cache --cache-memory -1    | --cache-memory: a size is a number of bytes
          compare QUICK --cache --cache-disk 9999999999t             | below 8 EiB, got 9999999999t
          compare QUICK --cache --cache-precision float8             | unknown cache precision 'float8'; known: float32, float16
          compare QUICK --cache --views 1 --epochs 9 --cache-memory 1m | needs at least 625.0 MiB, behind group block1.1, and may take 256.0 KiB, its share among 4 runs: raise --cache-memory or --cache-disk
          train QUICK --cache --views 1 --epochs 9 --cache-memory 1m   | and may take 1.0 MiB: raise --cache-memory or --cache-disk
          train QUICK --cache --views 1 --strategy baseline          | --cache needs a strategy that freezes, got baseline
          validate-predictions QUICK --cache         | a cache needs images that come again, but augmentation standard
          validate-predictions QUICK --cache-disk 1g | --cache-disk goes with --cache
          calibrate QUICK --cache                    | a cache needs images that come again, but augmentation standard
          calibrate QUICK --cache --views 1 --device gpu0,gpu1       | there is no cache for several devices, got 'gpu0,gpu1'
          calibrate QUICK --cache-memory 1g          | --cache-memory goes with --cache
          calibrate QUICK --cache-disk 1g            | --cache-disk goes with --cache
          calibrate QUICK --cache-precision float16  | --cache-precision goes with --cache
          calibrate QUICK --cache --cache-precision float8           | unknown cache precision 'float8'; known: float32, float16
          calibrate QUICK --cache --views 0          | views must be at least 1, got 0
          calibrate QUICK --cache --views 1 --cache-memory 1m        | the cache of a calibration needs
          compare QUICK --seed x                     | '--seed': 'x' is not a long
          compare QUICK --t0 0                       | t0 must lie in (0, 1], got 0.0
          compare QUICK --t0 0.8,0.8                 | every run must differ, got linear-t0.8 twice
          compare QUICK --strategy cubic,cubic       | cubic
          compare QUICK --strategy baseline          | baseline
          compare QUICK --cost authors               | authors
          compare QUICK --input 3x32x32              | 3x32x32
          compare QUICK --classes 100                | 100
          compare --engine simulated --arch nothing --out TMP/out   | unknown architecture 'nothing'
          compare --engine simulated --arch resnet-50 --input 3x224x224 --out TMP/out | 3x224x224
          compare --engine simulated --out TMP/full  | TMP/full is not empty
          compare --engine simulated --out TMP/a-file               | TMP/a-file is a file
          compare --engine simulated --out TMP/a-file/below         | TMP/a-file
          train --engine simulated --out TMP/full    | TMP/full is not empty
          compare --engine simulated --out ''        | '--out': '' is not the name of a file
          report ''                                  | '' is not the name of a file
          train QUICK --strategy quartic             | unknown strategy 'quartic'
          train QUICK --strategy cubic,linear        | cubic,linear
          train QUICK --t0 1.5                       | t0 must lie in (0, 1], got 1.5
          train QUICK --batch 0                      | batch must be at least 1, got 0
          """)
  void isRefused(String line, String named) throws IOException {
    List<Path> before = files(folder);
    String text = line.replace("QUICK", QUICK).replace("TMP", folder.toString());
    Captured result = Captured.run(words(text));
    String expected = named.replace("TMP", folder.toString());
    assertAll(
        () -> assertEquals(2, result.exitCode(), result.err()),
        () -> assertEquals("", result.out()),
        () -> assertEquals(1, result.err().lines().count(), result.err()),
        () -> assertTrue(result.err().startsWith("freezeout: "), result.err()),
        () -> assertTrue(result.err().contains(expected), result.err()),
        () -> assertFalse(result.err().contains("Exception"), result.err()),
        () -> assertEquals(before, files(folder)),
        () -> assertFalse(Files.exists(Path.of("runs"))));
  }

  /** The words of a line; '' is an empty one. */
  private static String[] words(String line) {
    return line.isBlank()
        ? new String[0]
        : List.of(line.trim().split("\\s+")).stream()
            .map(word -> word.equals("''") ? "" : word)
            .toArray(String[]::new);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
